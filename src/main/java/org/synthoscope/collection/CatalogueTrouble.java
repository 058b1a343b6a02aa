package org.synthoscope.collection;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.synthoscope.base.SynthoscopeException;

/** What the database reports, in words that help. */
final class CatalogueTrouble {

    private CatalogueTrouble() {
    }

    static RuntimeException said(Path file, Exception failure) {
        if (failure instanceof CatalogueFailure carried) {
            return said(file, carried.sql());
        }
        return failure instanceof SQLException sql ? said(file, sql) : (RuntimeException) failure;
    }

    static SynthoscopeException said(Path file, SQLException failure) {
        int code = failure instanceof SQLiteException known ? known.getResultCode().code & 0xff : failure.getErrorCode() & 0xff;
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return damaged(file, text);
        }
        String help;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            help = file + " is in use by another process; wait for it or stop it, then run again";
        } else if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            help = "the disk of " + file + " is full; what was there before is unchanged. Make room, then run again";
        } else if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
            help = file + " may only be read; check the rights of the file and its folder";
        } else if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code || code == SQLiteErrorCode.SQLITE_IOERR.code) {
            help = file + " can't be read or written; check that its folder exists, may be written and has room (" + text + ")";
        } else {
            help = file + ": " + text;
        }
        return new SynthoscopeException(help, failure);
    }

    static SynthoscopeException damaged(Path file, String what) {
        return new SynthoscopeException(file + " is damaged or no catalogue (" + what + "). Put a copy back from a backup, or "
                + "move the file away and gather again: originals are never in it, but decisions of people are");
    }
}
