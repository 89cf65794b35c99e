-- dyad articles.db, format 1: the texts of articles by their hash. Outside the hash chain of the log, so that a text can
-- be erased: then everything but the id is NULL and erased is 1. `seal` is a hash over the other columns.

CREATE TABLE articles (
  id        BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 32),
  erased    INTEGER NOT NULL CHECK (erased IN (0, 1)),
  text      TEXT,
  title     TEXT,
  publisher TEXT,
  url       TEXT,
  language  TEXT,
  published TEXT,
  seal      BLOB NOT NULL CHECK (length(seal) = 32),
  CHECK ((erased = 1) = (text IS NULL))
) STRICT;
