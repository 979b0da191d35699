@NullMarked
package dev.perennial.runtime.http;

import org.jspecify.annotations.NullMarked;
