-- fast
WITH
  "flows" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo", "dest_port"
    FROM "flow_start"
  ),
  "mapper" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo"
    FROM "flows"
    WHERE "dest_port" = 135
  ),
  "pair" AS (
    SELECT "mapper"."part" AS "mapper.part", "mapper"."record" AS "mapper.record",
           "mapper"."row" AS "mapper.row", "mapper"."time" AS "mapper.time",
           "flows"."part" AS "flows.part", "flows"."record" AS "flows.record",
           "flows"."row" AS "flows.row", "flows"."time" AS "flows.time"
    FROM "mapper"
    JOIN "flows"
      ON "mapper"."src_ip_hi" = "flows"."src_ip_hi"
      AND "mapper"."src_ip_lo" = "flows"."src_ip_lo"
      AND "flows"."time" > "mapper"."time"
      AND "flows"."time" < "mapper"."time" + 2000000
  ),
  "fast" AS (
    SELECT "mapper.part", "mapper.record", "mapper.row", "mapper.time",
           "flows.part", "flows.record", "flows.row", "flows.time"
    FROM "pair"
    WHERE "flows.time" < "mapper.time" + 50000
  )
SELECT "mapper.row", "flows.row"
FROM "fast"
ORDER BY least("mapper.time", "flows.time"), "mapper.time", "flows.time", "mapper.part",
         "mapper.record", "mapper.row", "flows.part", "flows.record", "flows.row";

-- run
WITH
  "flows" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo", "dest_port",
           "dest_hostname:host"
    FROM "flow_start"
  ),
  "mapper" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo", "dest_hostname:host"
    FROM "flows"
    WHERE "dest_port" = 135
  ),
  "pair" AS (
    SELECT "mapper"."part" AS "mapper.part", "mapper"."record" AS "mapper.record",
           "mapper"."row" AS "mapper.row", "mapper"."time" AS "mapper.time",
           "mapper"."dest_hostname:host" AS "mapper.dest_hostname:host",
           "flows"."part" AS "flows.part", "flows"."record" AS "flows.record",
           "flows"."row" AS "flows.row", "flows"."time" AS "flows.time"
    FROM "mapper"
    JOIN "flows"
      ON "mapper"."src_ip_hi" = "flows"."src_ip_hi"
      AND "mapper"."src_ip_lo" = "flows"."src_ip_lo"
      AND "flows"."time" > "mapper"."time"
      AND "flows"."time" < "mapper"."time" + 2000000
  ),
  "fast" AS (
    SELECT "mapper.part", "mapper.record", "mapper.row", "mapper.time",
           "mapper.dest_hostname:host",
           "flows.part", "flows.record", "flows.row", "flows.time"
    FROM "pair"
    WHERE "flows.time" < "mapper.time" + 50000
  ),
  "starts" AS (
    SELECT "part", "record", "row", "time", "hostname:host"
    FROM "process_create"
  ),
  "run" AS (
    SELECT "fast"."mapper.part" AS "mapper.part", "fast"."mapper.record" AS "mapper.record",
           "fast"."mapper.row" AS "mapper.row", "fast"."mapper.time" AS "mapper.time",
           "fast"."flows.part" AS "flows.part", "fast"."flows.record" AS "flows.record",
           "fast"."flows.row" AS "flows.row", "fast"."flows.time" AS "flows.time",
           "starts"."part" AS "starts.part", "starts"."record" AS "starts.record",
           "starts"."row" AS "starts.row", "starts"."time" AS "starts.time"
    FROM "fast"
    JOIN "starts"
      ON "starts"."time" > "fast"."flows.time"
      AND "starts"."time" < "fast"."flows.time" + 10000000
      AND "fast"."mapper.dest_hostname:host" = "starts"."hostname:host"
  )
SELECT "mapper.row", "flows.row", "starts.row"
FROM "run"
ORDER BY least("mapper.time", "flows.time", "starts.time"), "mapper.time", "flows.time",
         "starts.time", "mapper.part", "mapper.record", "mapper.row", "flows.part",
         "flows.record", "flows.row", "starts.part", "starts.record", "starts.row";
