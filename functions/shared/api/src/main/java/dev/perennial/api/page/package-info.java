/** Lists that are read page by page: the limit and the cursor of a request, and the page itself. */
@NullMarked
package dev.perennial.api.page;

import org.jspecify.annotations.NullMarked;
