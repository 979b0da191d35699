@NullMarked
package dev.perennial.database;

import org.jspecify.annotations.NullMarked;
