-- dyad log.db, format 1. Append-only: the triggers below refuse every change to a stored commit and every insert that
-- is not next in line. docs/format.md describes the columns, the hash chain and how to read the log with other tools.

CREATE TABLE commits (
  first_seq INTEGER PRIMARY KEY NOT NULL CHECK (first_seq > 0),
  count     INTEGER NOT NULL CHECK (count > 0),
  id        BLOB    NOT NULL UNIQUE CHECK (length(id) = 32),
  kind      TEXT    NOT NULL,
  recorded  INTEGER NOT NULL CHECK (recorded >= 0),
  codec     TEXT    NOT NULL,
  payload   BLOB    NOT NULL,
  hash      BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER commits_next_in_line BEFORE INSERT ON commits BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: first_seq is not the next position')
    WHERE NEW.first_seq IS NOT
      coalesce((SELECT first_seq + count FROM commits ORDER BY first_seq DESC LIMIT 1), 1);
  SELECT RAISE(ABORT, 'the log is append-only: recorded would decrease')
    WHERE NEW.recorded < (SELECT recorded FROM commits ORDER BY first_seq DESC LIMIT 1);
  SELECT RAISE(ABORT, 'the log is append-only: the commit is already there')
    WHERE EXISTS (SELECT 1 FROM commits WHERE id = NEW.id);
END;

CREATE TRIGGER commits_never_change BEFORE UPDATE ON commits BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a commit never changes');
END;

CREATE TRIGGER commits_never_go BEFORE DELETE ON commits BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a commit is never deleted');
END;

-- Every event on a row of its own, readable with any sqlite3 shell.
CREATE VIEW events AS
  SELECT
    c.first_seq + e.key                                        AS seq,
    strftime('%Y-%m-%dT%H:%M:%fZ', c.recorded / 1e6, 'unixepoch') AS recorded,
    lower(hex(c.id))                                           AS "commit",
    c.kind                                                     AS kind,
    e.value ->> '$.type'                                       AS type,
    e.value ->> '$.v'                                          AS v,
    e.value                                                    AS event
  FROM commits AS c, json_each(CAST(c.payload AS TEXT)) AS e
  WHERE c.codec = 'json'
  ORDER BY c.first_seq, e.key;
