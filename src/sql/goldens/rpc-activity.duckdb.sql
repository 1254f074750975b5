-- rpc
WITH
  "flows" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo", "src_port", "dest_ip_hi",
           "dest_ip_lo", "dest_port"
    FROM "flow_start"
  ),
  "rpc_mapper" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo", "dest_ip_hi",
           "dest_ip_lo"
    FROM "flows"
    WHERE "dest_port" = 135
  ),
  "rpc_endpoint" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo", "dest_ip_hi",
           "dest_ip_lo"
    FROM "flows"
    WHERE "dest_port" >= 49152
      AND "src_port" >= 49152
  ),
  "rpc" AS (
    SELECT "rpc_mapper"."part" AS "rpc_mapper.part",
           "rpc_mapper"."record" AS "rpc_mapper.record", "rpc_mapper"."row" AS "rpc_mapper.row",
           "rpc_mapper"."time" AS "rpc_mapper.time",
           "rpc_endpoint"."part" AS "rpc_endpoint.part",
           "rpc_endpoint"."record" AS "rpc_endpoint.record",
           "rpc_endpoint"."row" AS "rpc_endpoint.row",
           "rpc_endpoint"."time" AS "rpc_endpoint.time"
    FROM "rpc_mapper"
    JOIN "rpc_endpoint"
      ON "rpc_mapper"."src_ip_hi" = "rpc_endpoint"."src_ip_hi"
      AND "rpc_mapper"."src_ip_lo" = "rpc_endpoint"."src_ip_lo"
      AND "rpc_mapper"."dest_ip_hi" = "rpc_endpoint"."dest_ip_hi"
      AND "rpc_mapper"."dest_ip_lo" = "rpc_endpoint"."dest_ip_lo"
      AND "rpc_endpoint"."time" > "rpc_mapper"."time"
      AND "rpc_endpoint"."time" < "rpc_mapper"."time" + 2000000
  )
SELECT "rpc_mapper.row", "rpc_endpoint.row"
FROM "rpc"
ORDER BY least("rpc_mapper.time", "rpc_endpoint.time"), "rpc_mapper.time", "rpc_endpoint.time",
         "rpc_mapper.part", "rpc_mapper.record", "rpc_mapper.row", "rpc_endpoint.part",
         "rpc_endpoint.record", "rpc_endpoint.row";
