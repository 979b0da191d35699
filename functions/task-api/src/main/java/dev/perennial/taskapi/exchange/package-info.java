/**
 * What people take with them and bring along: the formats of exports and imports. It knows no HTTP
 * and no database.
 */
@NullMarked
package dev.perennial.taskapi.exchange;

import org.jspecify.annotations.NullMarked;
