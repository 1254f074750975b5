-- spread
WITH
  "flows" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port"
    FROM "flow_start"
  ),
  "logins" AS (
    SELECT "time", "dest_ip", "hostname",
           lower(regexp_substr("hostname", '^[0-9.]+$|^.*:.*|^[^.]*')) AS "hostname:host",
           "user"
    FROM "user_session_login"
  ),
  "starts" AS (
    SELECT "time", "hostname",
           lower(regexp_substr("hostname", '^[0-9.]+$|^.*:.*|^[^.]*')) AS "hostname:host",
           "parent_exe", "user"
    FROM "process_create"
  ),
  "spread" AS (
    SELECT "flows"."time" AS "flows.time", "flows"."src_ip" AS "flows.src_ip",
           "flows"."src_port" AS "flows.src_port", "flows"."dest_ip" AS "flows.dest_ip",
           "flows"."dest_port" AS "flows.dest_port",
           "logins"."time" AS "logins.time", "logins"."dest_ip" AS "logins.dest_ip",
           "logins"."hostname" AS "logins.hostname", "logins"."user" AS "logins.user",
           "starts"."time" AS "starts.time", "starts"."hostname" AS "starts.hostname",
           "starts"."parent_exe" AS "starts.parent_exe", "starts"."user" AS "starts.user"
    FROM "flows"
    JOIN "logins"
      ON "flows"."dest_ip" = "logins"."dest_ip"
      AND "logins"."time" >= "flows"."time"
      AND "logins"."time" <= "flows"."time" + 5000000
    JOIN "starts"
      ON "logins"."hostname:host" = "starts"."hostname:host"
      AND lower("logins"."user") = lower("starts"."user")
      AND "starts"."time" > "logins"."time" - 1000000
      AND lower("starts"."parent_exe") = 'services.exe'
      AND "starts"."time" < "flows"."time" + 60000000
  )
SELECT "flows.time", "flows.src_ip", "flows.src_port", "flows.dest_ip", "flows.dest_port",
       "logins.time", "logins.dest_ip", "logins.hostname", "logins.user", "starts.time",
       "starts.hostname", "starts.parent_exe", "starts.user"
FROM "spread"
ORDER BY least("flows.time", "logins.time", "starts.time"), "flows.time", "logins.time",
         "starts.time";
