//! What must not compile, and how the compiler says so; and what must compile.
//!
//! The text is part of the product. After a change: `TRYBUILD=overwrite cargo test --test
//! compile_fail`, then read every changed `.stderr` as someone who meets it for the first time.

/// The cases are filed by mistake, then by place.
#[test]
fn mistakes_do_not_compile_and_are_told_in_words() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*/*.rs");
}

/// Each is the mend of a mistake, or what a macro must not be confused by.
#[test]
fn what_is_right_compiles() {
    trybuild::TestCases::new().pass("tests/compile_pass/*.rs");
}
