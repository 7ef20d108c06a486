//! What is not even Rust's grammar: words for the usual slips.

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::Error;

use crate::words::FOREIGN_STEPS;

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

/// A known slip, the first one.
fn slip(tokens: TokenStream) -> Option<Error> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    (0..tokens.len()).find_map(|at| match &tokens[at] {
        TokenTree::Ident(ident) => {
            let before = at.checked_sub(1).map(|at| &tokens[at]);
            let message = word(&ident.to_string(), before, tokens.get(at + 1))?;
            Some(Error::new(ident.span(), message))
        }
        TokenTree::Punct(punct) if matches!(punct.as_char(), '&' | '|') => {
            let (before, after) = (at.checked_sub(1).map(|at| &tokens[at]), tokens.get(at + 1));
            // `a & b`, not `a && b`, and not a reference on the right of an operator.
            let alone = punct.spacing() == Spacing::Alone && !is_punct(before);
            (alone && after.is_some() && !is_punct(after))
                .then(|| Error::new(punct.span(), "conditions are joined by `&&` and `||`"))
        }
        TokenTree::Group(group) => slip(group.stream()),
        _ => None,
    })
}

fn is_punct(token: Option<&TokenTree>) -> bool {
    matches!(token, None | Some(TokenTree::Punct(_)))
}

/// What is said of a word that cannot stand where it does.
fn word(word: &str, before: Option<&TokenTree>, after: Option<&TokenTree>) -> Option<String> {
    let after_dot = matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == '.');
    let called = matches!(after, Some(TokenTree::Group(_)));
    match word {
        "in" if after_dot || !is_punct(before) => {
            Some("`in` is a keyword of Rust: the lookup is `column.in_(…)`".to_owned())
        }
        "and" if !is_punct(before) && after.is_some() => Some("`and` is written `&&`".to_owned()),
        "or" if !is_punct(before) && after.is_some() => Some("`or` is written `||`".to_owned()),
        "not" if matches!(after, Some(TokenTree::Ident(_))) => {
            Some("`not` is written `!`".to_owned())
        }
        _ if !KEYWORDS.contains(&word) => None,
        _ if after_dot && called => {
            let (_, ours) = FOREIGN_STEPS.iter().find(|(foreign, _)| *foreign == word)?;
            Some(format!("`{word}` is no step of a queryset: {ours}"))
        }
        "type" | "in" => Some(keyword(word)),
        _ => after_dot.then(|| keyword(word)),
    }
}

fn keyword(word: &str) -> String {
    format!("`{word}` is a keyword of Rust: a field of that name is `r#{word}`")
}

/// Keywords that are likely names of fields.
const KEYWORDS: &[&str] = &[
    "in", "type", "match", "where", "use", "ref", "mod", "move", "fn", "loop", "box", "abstract",
    "final", "override", "priv", "virtual",
];
