-- both
WITH
  "loads" AS (
    SELECT "part", "record", "row", "time"
    FROM "driver_load"
  ),
  "stops" AS (
    SELECT "part", "record", "row", "time"
    FROM "service_stop"
  ),
  "both" AS (
    SELECT "loads"."part" AS "loads.part", "loads"."record" AS "loads.record",
           "loads"."row" AS "loads.row", "loads"."time" AS "loads.time",
           "stops"."part" AS "stops.part", "stops"."record" AS "stops.record",
           "stops"."row" AS "stops.row", "stops"."time" AS "stops.time"
    FROM "loads"
    CROSS JOIN "stops"
  )
SELECT "loads.row", "stops.row"
FROM "both"
ORDER BY least("loads.time", "stops.time"), "loads.time", "stops.time", "loads.part",
         "loads.record", "loads.row", "stops.part", "stops.record", "stops.row";

-- late
WITH
  "loads" AS (
    SELECT "part", "record", "row", "time", "signature_valid"
    FROM "driver_load"
  ),
  "stops" AS (
    SELECT "part", "record", "row", "time"
    FROM "service_stop"
  ),
  "late" AS (
    SELECT "loads"."part" AS "loads.part", "loads"."record" AS "loads.record",
           "loads"."row" AS "loads.row", "loads"."time" AS "loads.time",
           "stops"."part" AS "stops.part", "stops"."record" AS "stops.record",
           "stops"."row" AS "stops.row", "stops"."time" AS "stops.time"
    FROM "loads"
    JOIN "stops"
      ON "loads"."signature_valid" = FALSE
  )
SELECT "loads.row", "stops.row"
FROM "late"
ORDER BY least("loads.time", "stops.time"), "loads.time", "stops.time", "loads.part",
         "loads.record", "loads.row", "stops.part", "stops.record", "stops.row";
