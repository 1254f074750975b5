-- rpc
WITH
  "flows" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flow_start"
  ),
  "rpc_mapper" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flows"
    WHERE "dest_port" = 135
  ),
  "rpc_endpoint" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flows"
    WHERE "dest_port" >= 49152
      AND "src_port" >= 49152
  ),
  "rpc" AS (
    SELECT "rpc_mapper"."time" AS "rpc_mapper.time",
           "rpc_mapper"."src_ip" AS "rpc_mapper.src_ip",
           "rpc_mapper"."src_port" AS "rpc_mapper.src_port",
           "rpc_mapper"."dest_ip" AS "rpc_mapper.dest_ip",
           "rpc_mapper"."dest_port" AS "rpc_mapper.dest_port",
           "rpc_endpoint"."time" AS "rpc_endpoint.time",
           "rpc_endpoint"."src_ip" AS "rpc_endpoint.src_ip",
           "rpc_endpoint"."src_port" AS "rpc_endpoint.src_port",
           "rpc_endpoint"."dest_ip" AS "rpc_endpoint.dest_ip",
           "rpc_endpoint"."dest_port" AS "rpc_endpoint.dest_port"
    FROM "rpc_mapper"
    JOIN "rpc_endpoint"
      ON "rpc_mapper"."src_ip" = "rpc_endpoint"."src_ip"
      AND "rpc_mapper"."dest_ip" = "rpc_endpoint"."dest_ip"
      AND "rpc_endpoint"."time" > "rpc_mapper"."time"
      AND "rpc_endpoint"."time" < "rpc_mapper"."time" + 2000000
  )
SELECT "rpc_mapper.time", "rpc_mapper.src_ip", "rpc_mapper.src_port", "rpc_mapper.dest_ip",
       "rpc_mapper.dest_port", "rpc_endpoint.time", "rpc_endpoint.src_ip",
       "rpc_endpoint.src_port", "rpc_endpoint.dest_ip", "rpc_endpoint.dest_port"
FROM "rpc"
ORDER BY least("rpc_mapper.time", "rpc_endpoint.time"), "rpc_mapper.time", "rpc_endpoint.time";
