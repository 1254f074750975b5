-- order "by"
WITH
  "Flow_Start_2" AS (
    SELECT "part", "record", "row", "time", "src_port", "dest_port", "start_time", "pid"
    FROM "flow_start"
  ),
  "select" AS (
    SELECT "part", "record", "row", "time", "src_port", "start_time", "pid"
    FROM "Flow_Start_2"
    WHERE "dest_port" = 135
  ),
  "Select_2" AS (
    SELECT "part", "record", "row", "time", "src_port", "pid"
    FROM "Flow_Start_2"
    WHERE "dest_port" = 445
  ),
  "select_3" AS (
    SELECT "part", "record", "row", "time", "src_port", "pid"
    FROM "select"
    WHERE "start_time" >= 1588316991323310
  ),
  "order ""by""" AS (
    SELECT "Select_2"."part" AS "Select.part", "Select_2"."record" AS "Select.record",
           "Select_2"."row" AS "Select.row", "Select_2"."time" AS "Select.time",
           "select_3"."part" AS "select_2.part", "select_3"."record" AS "select_2.record",
           "select_3"."row" AS "select_2.row", "select_3"."time" AS "select_2.time"
    FROM "Select_2"
    JOIN "select_3"
      ON "Select_2"."src_port" = "select_3"."src_port"
      AND "Select_2"."pid" = "select_3"."pid"
  )
SELECT "Select.row", "select_2.row"
FROM "order ""by"""
ORDER BY least("Select.time", "select_2.time"), "Select.time", "select_2.time", "Select.part",
         "Select.record", "Select.row", "select_2.part", "select_2.record", "select_2.row";
