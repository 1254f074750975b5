-- odd
WITH
  "flows" AS (
    SELECT 'flow/start' AS "kind", "time", "src_ip", "src_port", "dest_ip", "dest_port",
           "content", "flow_id"
    FROM "flow_start"
    UNION ALL
    SELECT 'flow/message' AS "kind", "time", "src_ip", "src_port", "dest_ip", "dest_port",
           "content", "flow_id"
    FROM "flow_message"
  ),
  "odd" AS (
    SELECT "kind", "time", "src_ip", "src_port", "dest_ip", "dest_port", "content", "flow_id"
    FROM "flows"
    WHERE "flow_id" = 'CHhAvVGS1DHFjwGM9'
      OR "content" LIKE 'MZ%' ESCAPE '!'
      OR regexp_like("content", 'PE\x00')
  )
SELECT "kind", "time", "src_ip", "src_port", "dest_ip", "dest_port", "content", "flow_id"
FROM "odd"
ORDER BY "time";
