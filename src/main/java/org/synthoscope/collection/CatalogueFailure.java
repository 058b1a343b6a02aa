package org.synthoscope.collection;

import java.sql.SQLException;

/** Carries what the database says up to the catalogue, which knows the file and says it in words. */
final class CatalogueFailure extends RuntimeException {

    CatalogueFailure(SQLException cause) {
        super(cause);
    }

    SQLException sql() {
        return (SQLException) getCause();
    }
}
