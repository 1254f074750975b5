-- odd
WITH
  "processes" AS (
    SELECT "time", "hostname",
           lower(regexp_substr("hostname", '^[0-9.]+$|^.*:.*|^[^.]*')) AS "hostname:host",
           "command_line", "exe", "image_path", "parent_exe"
    FROM "process_create"
  ),
  "odd" AS (
    SELECT "time", "hostname", "command_line", "exe", "image_path", "parent_exe"
    FROM "processes"
    WHERE lower("exe") = 'cmd.exe'
      AND lower("parent_exe") <> 'it''s.exe'
      AND lower("image_path") LIKE '%\system32\__!%!_!!.exe' ESCAPE '!'
      AND regexp_like("command_line", '(^|\s)-[Ee]nc', 'i')
      AND position(lower("exe") IN lower("command_line")) > 0
      AND "hostname:host" = 'dc1'
  )
SELECT "time", "hostname", "command_line", "exe", "image_path", "parent_exe"
FROM "odd"
ORDER BY "time";
