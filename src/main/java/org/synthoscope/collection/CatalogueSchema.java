package org.synthoscope.collection;

import java.util.List;

/**
 * The catalogue's tables. Each step leads from one version to the next; a step that was ever released never changes.
 * Unknown texts are NULL; texts that name a file have forward slashes.
 */
final class CatalogueSchema {

    /** Says in the file's header whose database it is: "SyCa". */
    static final int APPLICATION = 0x53794361;

    private static final List<String> FIRST = List.of(
            """
            CREATE TABLE source (
              id INTEGER PRIMARY KEY,
              name TEXT NOT NULL UNIQUE,
              kind TEXT NOT NULL CHECK (kind IN ('folder', 'csv', 'isic', 'dicom', 'phantoms')),
              root TEXT NOT NULL,
              settings TEXT NOT NULL DEFAULT '{}',
              position TEXT,
              complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1))
            ) STRICT""",
            """
            CREATE TABLE image (
              id INTEGER PRIMARY KEY,
              source INTEGER NOT NULL REFERENCES source(id),
              file TEXT NOT NULL,
              name TEXT NOT NULL UNIQUE,
              class TEXT NOT NULL,
              patient TEXT,
              lesion TEXT,
              mask TEXT,
              licence TEXT,
              attribution TEXT,
              origin TEXT,
              metadata TEXT NOT NULL DEFAULT '{}',
              bytes INTEGER,
              modified INTEGER,
              sha256 TEXT,
              pixels TEXT,
              width INTEGER,
              height INTEGER,
              channels INTEGER,
              problem TEXT,
              UNIQUE (source, file)
            ) STRICT""",
            "CREATE INDEX image_pixels ON image(pixels)",
            """
            CREATE TABLE left_out (
              source INTEGER NOT NULL REFERENCES source(id),
              file TEXT NOT NULL,
              reason TEXT NOT NULL,
              PRIMARY KEY (source, file)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE finding (
              image INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
              kind TEXT NOT NULL,
              score REAL NOT NULL,
              region BLOB,
              method TEXT NOT NULL,
              PRIMARY KEY (image, kind)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE fingerprint (
              image INTEGER PRIMARY KEY REFERENCES image(id) ON DELETE CASCADE,
              method TEXT NOT NULL,
              data BLOB NOT NULL
            ) STRICT""",
            """
            CREATE TABLE pair (
              a INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
              b INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
              exact INTEGER NOT NULL CHECK (exact IN (0, 1)),
              confidence REAL NOT NULL,
              transform TEXT NOT NULL,
              method TEXT NOT NULL,
              PRIMARY KEY (a, b),
              CHECK (a < b)
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX pair_b ON pair(b)",
            """
            CREATE TABLE decision (
              id INTEGER PRIMARY KEY,
              image INTEGER NOT NULL REFERENCES image(id) ON DELETE CASCADE,
              other INTEGER REFERENCES image(id) ON DELETE CASCADE,
              subject TEXT NOT NULL,
              action TEXT NOT NULL CHECK (action IN ('keep', 'exclude', 'crop', 'inpaint', 'same', 'different')),
              reason TEXT NOT NULL,
              who TEXT NOT NULL,
              at TEXT NOT NULL,
              undone TEXT
            ) STRICT""",
            "CREATE INDEX decision_image ON decision(image)",
            "CREATE INDEX decision_other ON decision(other)",
            """
            CREATE TABLE member (
              image INTEGER PRIMARY KEY REFERENCES image(id) ON DELETE CASCADE,
              grp TEXT NOT NULL,
              why TEXT NOT NULL
            ) STRICT""",
            "CREATE INDEX member_grp ON member(grp)",
            """
            CREATE TABLE part (
              grp TEXT PRIMARY KEY,
              part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test', 'sealed'))
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE dealt (
              image INTEGER PRIMARY KEY REFERENCES image(id) ON DELETE CASCADE,
              part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'test', 'sealed'))
            ) STRICT""",
            """
            CREATE TABLE setting (
              name TEXT PRIMARY KEY,
              value TEXT NOT NULL
            ) STRICT, WITHOUT ROWID""");

    /** Step {@code i} leads from version {@code i} to {@code i + 1}; version 0 is an empty file. */
    static final List<List<String>> STEPS = List.of(FIRST);

    private CatalogueSchema() {
    }
}
