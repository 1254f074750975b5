-- both
WITH
  "loads" AS (
    SELECT "time"
    FROM "driver_load"
  ),
  "stops" AS (
    SELECT "time"
    FROM "service_stop"
  ),
  "both" AS (
    SELECT "loads"."time" AS "loads.time",
           "stops"."time" AS "stops.time"
    FROM "loads"
    CROSS JOIN "stops"
  )
SELECT "loads.time", "stops.time"
FROM "both"
ORDER BY least("loads.time", "stops.time"), "loads.time", "stops.time";

-- late
WITH
  "loads" AS (
    SELECT "time", "signature_valid"
    FROM "driver_load"
  ),
  "stops" AS (
    SELECT "time"
    FROM "service_stop"
  ),
  "late" AS (
    SELECT "loads"."time" AS "loads.time", "loads"."signature_valid" AS "loads.signature_valid",
           "stops"."time" AS "stops.time"
    FROM "loads"
    JOIN "stops"
      ON "loads"."signature_valid" = FALSE
  )
SELECT "loads.time", "loads.signature_valid", "stops.time"
FROM "late"
ORDER BY least("loads.time", "stops.time"), "loads.time", "stops.time";
