-- fast
WITH
  "flows" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flow_start"
  ),
  "mapper" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flows"
    WHERE "dest_port" = 135
  ),
  "pair" AS (
    SELECT "mapper"."time" AS "mapper.time", "mapper"."src_ip" AS "mapper.src_ip",
           "mapper"."src_port" AS "mapper.src_port", "mapper"."dest_ip" AS "mapper.dest_ip",
           "mapper"."dest_port" AS "mapper.dest_port",
           "flows"."time" AS "flows.time", "flows"."src_ip" AS "flows.src_ip",
           "flows"."src_port" AS "flows.src_port", "flows"."dest_ip" AS "flows.dest_ip",
           "flows"."dest_port" AS "flows.dest_port"
    FROM "mapper"
    JOIN "flows"
      ON "mapper"."src_ip" = "flows"."src_ip"
      AND "flows"."time" > "mapper"."time"
      AND "flows"."time" < "mapper"."time" + 2000000
  ),
  "fast" AS (
    SELECT "mapper.time", "mapper.src_ip", "mapper.src_port", "mapper.dest_ip",
           "mapper.dest_port",
           "flows.time", "flows.src_ip", "flows.src_port", "flows.dest_ip", "flows.dest_port"
    FROM "pair"
    WHERE "flows.time" < "mapper.time" + 50000
  )
SELECT "mapper.time", "mapper.src_ip", "mapper.src_port", "mapper.dest_ip", "mapper.dest_port",
       "flows.time", "flows.src_ip", "flows.src_port", "flows.dest_ip", "flows.dest_port"
FROM "fast"
ORDER BY least("mapper.time", "flows.time"), "mapper.time", "flows.time";

-- run
WITH
  "flows" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "dest_hostname",
           lower(regexp_substr("dest_hostname", '^[0-9.]+$|^.*:.*|^[^.]*')) AS "dest_hostname:host"
    FROM "flow_start"
  ),
  "mapper" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "dest_hostname",
           "dest_hostname:host"
    FROM "flows"
    WHERE "dest_port" = 135
  ),
  "pair" AS (
    SELECT "mapper"."time" AS "mapper.time", "mapper"."src_ip" AS "mapper.src_ip",
           "mapper"."src_port" AS "mapper.src_port", "mapper"."dest_ip" AS "mapper.dest_ip",
           "mapper"."dest_port" AS "mapper.dest_port",
           "mapper"."dest_hostname" AS "mapper.dest_hostname",
           "mapper"."dest_hostname:host" AS "mapper.dest_hostname:host",
           "flows"."time" AS "flows.time", "flows"."src_ip" AS "flows.src_ip",
           "flows"."src_port" AS "flows.src_port", "flows"."dest_ip" AS "flows.dest_ip",
           "flows"."dest_port" AS "flows.dest_port",
           "flows"."dest_hostname" AS "flows.dest_hostname"
    FROM "mapper"
    JOIN "flows"
      ON "mapper"."src_ip" = "flows"."src_ip"
      AND "flows"."time" > "mapper"."time"
      AND "flows"."time" < "mapper"."time" + 2000000
  ),
  "fast" AS (
    SELECT "mapper.time", "mapper.src_ip", "mapper.src_port", "mapper.dest_ip",
           "mapper.dest_port", "mapper.dest_hostname", "mapper.dest_hostname:host",
           "flows.time", "flows.src_ip", "flows.src_port", "flows.dest_ip", "flows.dest_port",
           "flows.dest_hostname"
    FROM "pair"
    WHERE "flows.time" < "mapper.time" + 50000
  ),
  "starts" AS (
    SELECT "time", "hostname",
           lower(regexp_substr("hostname", '^[0-9.]+$|^.*:.*|^[^.]*')) AS "hostname:host"
    FROM "process_create"
  ),
  "run" AS (
    SELECT "fast"."mapper.time" AS "mapper.time", "fast"."mapper.src_ip" AS "mapper.src_ip",
           "fast"."mapper.src_port" AS "mapper.src_port",
           "fast"."mapper.dest_ip" AS "mapper.dest_ip",
           "fast"."mapper.dest_port" AS "mapper.dest_port",
           "fast"."mapper.dest_hostname" AS "mapper.dest_hostname",
           "fast"."flows.time" AS "flows.time", "fast"."flows.src_ip" AS "flows.src_ip",
           "fast"."flows.src_port" AS "flows.src_port",
           "fast"."flows.dest_ip" AS "flows.dest_ip",
           "fast"."flows.dest_port" AS "flows.dest_port",
           "fast"."flows.dest_hostname" AS "flows.dest_hostname",
           "starts"."time" AS "starts.time", "starts"."hostname" AS "starts.hostname"
    FROM "fast"
    JOIN "starts"
      ON "starts"."time" > "fast"."flows.time"
      AND "starts"."time" < "fast"."flows.time" + 10000000
      AND "fast"."mapper.dest_hostname:host" = "starts"."hostname:host"
  )
SELECT "mapper.time", "mapper.src_ip", "mapper.src_port", "mapper.dest_ip", "mapper.dest_port",
       "mapper.dest_hostname", "flows.time", "flows.src_ip", "flows.src_port", "flows.dest_ip",
       "flows.dest_port", "flows.dest_hostname", "starts.time", "starts.hostname"
FROM "run"
ORDER BY least("mapper.time", "flows.time", "starts.time"), "mapper.time", "flows.time",
         "starts.time";
