-- programs
WITH
  "files" AS (
    SELECT 'file/create' AS "kind", "time", "extension"
    FROM "file_create"
    UNION ALL
    SELECT 'file/modify' AS "kind", "time", "extension"
    FROM "file_modify"
  ),
  "programs" AS (
    SELECT "kind", "time", "extension"
    FROM "files"
    WHERE lower("extension") IN ('exe', 'dll', 'scr')
  )
SELECT "kind", "time", "extension"
FROM "programs"
ORDER BY "time";
