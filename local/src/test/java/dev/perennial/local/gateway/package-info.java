@NullMarked
package dev.perennial.local.gateway;

import org.jspecify.annotations.NullMarked;
