-- odd
WITH
  "flows" AS (
    SELECT 0 AS "kind", "part", "record", "row", "time", "content", "flow_id"
    FROM "flow_start"
    UNION ALL
    SELECT 1 AS "kind", "part", "record", "row", "time", "content", "flow_id"
    FROM "flow_message"
  ),
  "odd" AS (
    SELECT "kind", "part", "record", "row", "time"
    FROM "flows"
    WHERE "flow_id" = 'CHhAvVGS1DHFjwGM9'
      OR "content" LIKE 'MZ%'
      OR regexp_matches("content", 'PE\x00')
  )
SELECT "kind", "row"
FROM "odd"
ORDER BY "time", "part", "record", "kind", "row";
