-- again
WITH
  "flows" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flow_start"
  ),
  "again" AS (
    SELECT "flows"."time" AS "flows.time", "flows"."src_ip" AS "flows.src_ip",
           "flows"."src_port" AS "flows.src_port", "flows"."dest_ip" AS "flows.dest_ip",
           "flows"."dest_port" AS "flows.dest_port",
           "flows_2"."time" AS "flows_2.time", "flows_2"."src_ip" AS "flows_2.src_ip",
           "flows_2"."src_port" AS "flows_2.src_port", "flows_2"."dest_ip" AS "flows_2.dest_ip",
           "flows_2"."dest_port" AS "flows_2.dest_port"
    FROM "flows"
    JOIN "flows" AS "flows_2"
      ON "flows"."src_ip" = "flows_2"."dest_ip"
      AND "flows_2"."time" < "flows"."time" + 1000000
  )
SELECT "flows.time", "flows.src_ip", "flows.src_port", "flows.dest_ip", "flows.dest_port",
       "flows_2.time", "flows_2.src_ip", "flows_2.src_port", "flows_2.dest_ip",
       "flows_2.dest_port"
FROM "again"
ORDER BY least("flows.time", "flows_2.time"), "flows.time", "flows_2.time";
