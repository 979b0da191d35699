@NullMarked
package dev.perennial.local.manifest;

import org.jspecify.annotations.NullMarked;
