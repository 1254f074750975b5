-- odd
WITH
  "flows" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flow_start"
  ),
  "odd" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flows"
    WHERE "src_ip" = '10.0.0.1'
      OR "dest_ip" <> '2001:db8::1'
      OR "dest_ip" IN ('fe80::1', '255.255.255.255', '::ffff:10.0.0.1')
      OR "src_ip" = "dest_ip"
  )
SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
FROM "odd"
ORDER BY "time";
