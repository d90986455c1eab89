//! What the page knows of the core is written from the core: its types, its commands, and the replies
//! that its tests replay. A difference fails here; `cargo xtask bindings` writes them again.

use crate::tree::same_or_write;

#[test]
fn bindings_of_the_page_are_those_of_the_core() {
    same_or_write("ui/src/ipc/bindings.ts", &hecht_core::call::bindings());
}
