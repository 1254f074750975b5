-- again
WITH
  "flows" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo", "dest_ip_hi",
           "dest_ip_lo"
    FROM "flow_start"
  ),
  "again" AS (
    SELECT "flows"."part" AS "flows.part", "flows"."record" AS "flows.record",
           "flows"."row" AS "flows.row", "flows"."time" AS "flows.time",
           "flows_2"."part" AS "flows_2.part", "flows_2"."record" AS "flows_2.record",
           "flows_2"."row" AS "flows_2.row", "flows_2"."time" AS "flows_2.time"
    FROM "flows"
    JOIN "flows" AS "flows_2"
      ON "flows"."src_ip_hi" = "flows_2"."dest_ip_hi"
      AND "flows"."src_ip_lo" = "flows_2"."dest_ip_lo"
      AND "flows_2"."time" < "flows"."time" + 1000000
  )
SELECT "flows.row", "flows_2.row"
FROM "again"
ORDER BY least("flows.time", "flows_2.time"), "flows.time", "flows_2.time", "flows.part",
         "flows.record", "flows.row", "flows_2.part", "flows_2.record", "flows_2.row";
