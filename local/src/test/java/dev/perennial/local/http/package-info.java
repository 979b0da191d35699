@NullMarked
package dev.perennial.local.http;

import org.jspecify.annotations.NullMarked;
