@NullMarked
package dev.perennial.local.backup;

import org.jspecify.annotations.NullMarked;
