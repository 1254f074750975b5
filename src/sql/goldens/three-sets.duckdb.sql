-- spread
WITH
  "flows" AS (
    SELECT "part", "record", "row", "time", "dest_ip_hi", "dest_ip_lo"
    FROM "flow_start"
  ),
  "logins" AS (
    SELECT "part", "record", "row", "time", "dest_ip_hi", "dest_ip_lo", "hostname:host",
           "user:folded"
    FROM "user_session_login"
  ),
  "starts" AS (
    SELECT "part", "record", "row", "time", "hostname:host", "parent_exe:folded", "user:folded"
    FROM "process_create"
  ),
  "spread" AS (
    SELECT "flows"."part" AS "flows.part", "flows"."record" AS "flows.record",
           "flows"."row" AS "flows.row", "flows"."time" AS "flows.time",
           "logins"."part" AS "logins.part", "logins"."record" AS "logins.record",
           "logins"."row" AS "logins.row", "logins"."time" AS "logins.time",
           "starts"."part" AS "starts.part", "starts"."record" AS "starts.record",
           "starts"."row" AS "starts.row", "starts"."time" AS "starts.time"
    FROM "flows"
    JOIN "logins"
      ON "flows"."dest_ip_hi" = "logins"."dest_ip_hi"
      AND "flows"."dest_ip_lo" = "logins"."dest_ip_lo"
      AND "logins"."time" >= "flows"."time"
      AND "logins"."time" <= "flows"."time" + 5000000
    JOIN "starts"
      ON "logins"."hostname:host" = "starts"."hostname:host"
      AND "logins"."user:folded" = "starts"."user:folded"
      AND "starts"."time" > "logins"."time" - 1000000
      AND "starts"."parent_exe:folded" = 'services.exe'
      AND "starts"."time" < "flows"."time" + 60000000
  )
SELECT "flows.row", "logins.row", "starts.row"
FROM "spread"
ORDER BY least("flows.time", "logins.time", "starts.time"), "flows.time", "logins.time",
         "starts.time", "flows.part", "flows.record", "flows.row", "logins.part",
         "logins.record", "logins.row", "starts.part", "starts.record", "starts.row";
