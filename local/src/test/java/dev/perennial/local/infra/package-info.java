@NullMarked
package dev.perennial.local.infra;

import org.jspecify.annotations.NullMarked;
