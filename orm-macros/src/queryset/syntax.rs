//! What is not even Rust's grammar: words for the usual slips.

use proc_macro2::{TokenStream, TokenTree};
use syn::Error;

/// The parser's error, or a better one where the slip is known.
pub(super) fn explain(input: &TokenStream, error: Error) -> Error {
    if input.is_empty() {
        return Error::new(
            proc_macro2::Span::call_site(),
            "a queryset starts with a model: `queryset!(Album)`",
        );
    }
    slip(input.clone()).unwrap_or_else(|| {
        if error.to_string().contains("comparison operators cannot be chained") {
            return Error::new(
                error.span(),
                "comparisons do not chain: write `low < column && column < high`, or `column.between(low, high)`",
            );
        }
        error
    })
}

fn slip(tokens: TokenStream) -> Option<Error> {
    let mut before: Option<char> = None;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if before == Some('.') => match ident.to_string().as_str() {
                "in" => {
                    return Some(Error::new(
                        ident.span(),
                        "`in` is a keyword of Rust: the lookup is `in_(…)`",
                    ));
                }
                word @ ("type" | "match" | "where" | "use" | "ref" | "mod" | "move" | "fn"
                | "loop" | "box" | "abstract" | "final" | "override" | "priv"
                | "virtual") => {
                    return Some(Error::new(
                        ident.span(),
                        format!(
                            "`{word}` is a keyword of Rust: a field of that name is `r#{word}`"
                        ),
                    ));
                }
                _ => {}
            },
            TokenTree::Ident(ident) if ident == "type" || ident == "in" => {
                return Some(Error::new(
                    ident.span(),
                    format!("`{ident}` is a keyword of Rust: a field of that name is `r#{ident}`"),
                ));
            }
            TokenTree::Group(group) => {
                if let Some(error) = slip(group.stream()) {
                    return Some(error);
                }
            }
            _ => {}
        }
        before = match &token {
            TokenTree::Punct(punct) => Some(punct.as_char()),
            _ => None,
        };
    }
    None
}
