@NullMarked
package dev.perennial.runtime.metering;

import org.jspecify.annotations.NullMarked;
