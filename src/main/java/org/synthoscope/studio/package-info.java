/**
 * Pages that a person works with in a browser, served to this machine only.
 *
 * <p>No page loads anything from elsewhere, and none holds what a library user would miss: decisions live in
 * {@code curation}, numbers in {@code evidence}.
 */
package org.synthoscope.studio;
