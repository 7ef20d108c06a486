//! `has!(Album: artist.country, tracks)`: what a signature asks of a row, in short.

use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Path, Token};

use crate::names;

/// `Model: path, path`.
struct Has {
    model: Path,
    paths: Vec<Vec<Segment>>,
}

/// A relation, and where the compiler cannot know it, the model it leads to:
/// `manager: Employee`.
#[derive(Clone)]
struct Segment {
    name: Ident,
    target: Option<Ident>,
}

impl Parse for Has {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let model = input.parse()?;
        input.parse::<Token![:]>()?;
        let paths = Punctuated::<PathOf, Token![,]>::parse_terminated(input)?;
        Ok(Self {
            model,
            paths: paths.into_iter().map(|path| path.0).collect(),
        })
    }
}

struct PathOf(Vec<Segment>);
impl Parse for PathOf {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut segments = Vec::new();
        loop {
            let name = input.parse()?;
            let target = if input.peek(Token![as]) {
                input.parse::<Token![as]>()?;
                Some(input.parse()?)
            } else {
                None
            };
            segments.push(Segment { name, target });
            if !input.peek(Token![.]) {
                return Ok(Self(segments));
            }
            input.parse::<Token![.]>()?;
        }
    }
}

/// The macro.
pub(crate) fn has(input: TokenStream) -> TokenStream {
    match syn::parse2::<Has>(input) {
        Ok(has) => {
            let bounds = bounds(&has.model, &has.paths);
            quote!(impl #bounds)
        }
        Err(error) => error.into_compile_error(),
    }
}

/// `AlbumWithArtist<Artist: ArtistWithCountry> + AlbumWithTracks`.
fn bounds(model: &Path, paths: &[Vec<Segment>]) -> TokenStream {
    let mut heads: BTreeMap<String, (Segment, Vec<Vec<Segment>>)> = BTreeMap::new();
    for path in paths {
        if let Some((head, rest)) = path.split_first() {
            let entry = heads
                .entry(head.name.to_string())
                .or_insert_with(|| (head.clone(), Vec::new()));
            if !rest.is_empty() {
                entry.1.push(rest.to_vec());
            }
        }
    }
    let bounds = heads.values().map(|(head, rest)| {
        let camel = names::camel(&names::plain(&head.name));
        let mut path = model.clone();
        if let Some(last) = path.segments.last_mut() {
            // Not quite the user's own token: the compiler would offer to put the trait's
            // name in its place.
            let at = Span::mixed_site().located_at(head.name.span());
            last.ident = format_ident!("{}With{}", last.ident, camel, span = at);
        }
        if rest.is_empty() {
            return quote!(#path);
        }
        let singular = Ident::new(&singular(&camel), head.name.span());
        let target = head.target.clone().unwrap_or_else(|| singular.clone());
        let mut next = model.clone();
        if let Some(last) = next.segments.last_mut() {
            last.ident = target.clone();
        }
        let assoc = if singular == camel {
            Ident::new(&camel, Span::call_site())
        } else {
            target
        };
        let inner = bounds(&next, rest);
        quote!(#path<#assoc: #inner>)
    });
    let bounds: Vec<TokenStream> = bounds.collect();
    quote!(#(#bounds)+*)
}

/// `Tracks` → `Track`, `Countries` → `Country`.
fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies") {
        return format!("{stem}y");
    }
    match name.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') => stem.to_owned(),
        _ => name.to_owned(),
    }
}
