//! Paths: `artist.country.name`, each name a call with the user's own token, so that the
//! compiler offers the near name.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, Ident, Member};

use super::{Lower, orm};

/// The names of a path, or the part that is none.
pub(super) fn names(expr: &Expr) -> Result<Vec<Ident>, &Expr> {
    match expr {
        Expr::Path(path) if path.qself.is_none() => match path.path.get_ident() {
            Some(ident) => Ok(vec![ident.clone()]),
            None => Err(expr),
        },
        Expr::Field(field) => {
            let mut all = names(&field.base)?;
            match &field.member {
                Member::Named(ident) => all.push(ident.clone()),
                Member::Unnamed(_) => return Err(expr),
            }
            Ok(all)
        }
        Expr::Paren(paren) => names(&paren.expr),
        Expr::Group(group) => names(&group.expr),
        _ => Err(expr),
    }
}

/// `walk(walk(fields.artist()).country()).name()`.
fn chain(names: &[Ident], fields: &Ident, walk: &str) -> TokenStream {
    let at = |name: &Ident| Span::mixed_site().located_at(name.span());
    let mut all = names.iter();
    let Some(first) = all.next() else {
        return TokenStream::new();
    };
    let fields = Ident::new(&fields.to_string(), at(first));
    let mut path = quote_spanned!(at(first)=> #fields.#first());
    let mut before = first;
    for name in all {
        let walk = orm(walk, before.span());
        let span = at(before);
        let walked = quote_spanned!(span=> #walk(#path));
        path = quote_spanned!(at(name)=> #walked.#name());
        before = name;
    }
    path
}

impl Lower {
    /// A path to a column, or to a relation for a quantifier.
    pub(super) fn path(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        let walk = if self.in_aggregate { "each" } else { "to_one" };
        self.walk(expr, fields, walk)
    }

    /// A path for `select_related`.
    pub(super) fn select_path(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        if let Expr::MethodCall(call) = expr {
            return self.error(
                &call.method,
                "`select_related` takes paths alone; an inner queryset goes with `prefetch_related`",
            );
        }
        self.walk(expr, fields, "join_hop")
    }

    /// A path for `of`, behind `for_update`.
    pub(super) fn lock_path(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        self.walk(expr, fields, "to_one")
    }

    /// A path for `prefetch_related`.
    pub(super) fn prefetch_path(&mut self, expr: &Expr, fields: &Ident) -> TokenStream {
        self.walk(expr, fields, "hop")
    }

    fn walk(&mut self, expr: &Expr, fields: &Ident, walk: &str) -> TokenStream {
        match names(expr) {
            Ok(names) => self.walk_names(&names, fields, walk),
            Err(part) => self.no_path(part),
        }
    }

    /// The same of names that were read.
    pub(super) fn walk_names(
        &mut self,
        names: &[Ident],
        fields: &Ident,
        walk: &str,
    ) -> TokenStream {
        for name in names {
            self.check_underscores(name);
        }
        chain(names, fields, walk)
    }

    /// `artist__name` is Django's: names are joined by dots here. A field that is really
    /// called so can still be reached, as `r#artist__name`.
    fn check_underscores(&mut self, name: &Ident) {
        let text = name.to_string();
        let inner = text.trim_matches('_');
        if inner.contains("__") && !text.starts_with("r#") {
            let dotted = inner.replace("__", ".");
            self.diags.at(
                name.span(),
                format!("names are joined by dots: `{dotted}` (a field called so is `r#{text}`)"),
            );
        }
    }

    /// Why this is no path of names.
    pub(super) fn no_path(&mut self, part: &Expr) -> TokenStream {
        let message = match part {
            Expr::Path(_) => {
                "a path of several segments is Rust, and a column goes here: write the column on the left and Rust on the right"
            }
            Expr::Lit(lit) if matches!(lit.lit, syn::Lit::Str(_)) => {
                "names are written without quotes"
            }
            Expr::Lit(_) => "a column goes here, and the value on the right",
            Expr::Block(_) => "a column goes here: `{…}` is Rust, which goes on the right",
            Expr::Closure(_) => {
                "a closure is Rust: a condition names the fields alone, as in `title == \"x\"`"
            }
            _ => "a column or a path to one goes here",
        };
        self.diags.over(part, message);
        TokenStream::new()
    }
}
