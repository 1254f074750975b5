-- order "by"
WITH
  "Flow_Start_2" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "start_time", "pid"
    FROM "flow_start"
  ),
  "select" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "start_time", "pid"
    FROM "Flow_Start_2"
    WHERE "dest_port" = 135
  ),
  "Select_2" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "start_time", "pid"
    FROM "Flow_Start_2"
    WHERE "dest_port" = 445
  ),
  "select_3" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "start_time", "pid"
    FROM "select"
    WHERE "start_time" >= 1588316991323310
  ),
  "order ""by""" AS (
    SELECT "Select_2"."time" AS "Select.time", "Select_2"."src_ip" AS "Select.src_ip",
           "Select_2"."src_port" AS "Select.src_port", "Select_2"."dest_ip" AS "Select.dest_ip",
           "Select_2"."dest_port" AS "Select.dest_port",
           "Select_2"."start_time" AS "Select.start_time", "Select_2"."pid" AS "Select.pid",
           "select_3"."time" AS "select_2.time", "select_3"."src_ip" AS "select_2.src_ip",
           "select_3"."src_port" AS "select_2.src_port",
           "select_3"."dest_ip" AS "select_2.dest_ip",
           "select_3"."dest_port" AS "select_2.dest_port",
           "select_3"."start_time" AS "select_2.start_time", "select_3"."pid" AS "select_2.pid"
    FROM "Select_2"
    JOIN "select_3"
      ON "Select_2"."src_port" = "select_3"."src_port"
      AND "Select_2"."pid" = "select_3"."pid"
  )
SELECT "Select.time", "Select.src_ip", "Select.src_port", "Select.dest_ip", "Select.dest_port",
       "Select.start_time", "Select.pid", "select_2.time", "select_2.src_ip",
       "select_2.src_port", "select_2.dest_ip", "select_2.dest_port", "select_2.start_time",
       "select_2.pid"
FROM "order ""by"""
ORDER BY least("Select.time", "select_2.time"), "Select.time", "select_2.time";
