@NullMarked
package dev.perennial.local.platform;

import org.jspecify.annotations.NullMarked;
