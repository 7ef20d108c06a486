//! Aggregates: `count(tracks)`, `sum(price * quantity)`, each with its own `.filter(…)`.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, Ident};

use super::{Lower, orm};
use crate::runtime;
use crate::words::AGGREGATES;

/// The name of the aggregate that is called.
pub(super) fn called(expr: &Expr) -> Option<(&ExprCall, &Ident)> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else {
        return None;
    };
    let name = path.path.get_ident()?;
    AGGREGATES
        .contains(&name.to_string().as_str())
        .then_some((call, name))
}

/// `aggregate.filter(condition)`.
pub(super) fn filtered(call: &ExprMethodCall) -> Option<(&ExprCall, &Ident)> {
    (call.method == "filter").then(|| called(&call.receiver))?
}

/// Whether the code names these fields.
fn mentions(code: &TokenStream, fields: &Ident) -> bool {
    code.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *fields,
        TokenTree::Group(group) => mentions(&group.stream(), fields),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

impl Lower {
    /// `sum(price)`: of the rows themselves, or of the rows of a to-many relation.
    pub(super) fn aggregate(
        &mut self,
        call: &ExprCall,
        name: &Ident,
        fields: &Ident,
    ) -> TokenStream {
        let text = name.to_string();
        let function = match (text.as_str(), call.args.len()) {
            ("count", 0) => "count_rows",
            ("string_agg", 2) => text.as_str(),
            ("string_agg", _) => {
                return self.error(
                    name,
                    "`string_agg` takes a text and what stands between: `string_agg(name, \", \")`",
                );
            }
            (_, 1) => text.as_str(),
            ("count", _) => {
                return self.error(
                    name,
                    "`count` takes a relation or a value, or nothing: then it counts the rows",
                );
            }
            _ => return self.error(name, format!("`{text}` takes one value")),
        };
        // At the value, so that a wrong one is one error and not two.
        let at = call.args.first().map_or(name.span(), Spanned::span);
        let function = orm(function, at);
        let outer = std::mem::replace(&mut self.in_aggregate, true);
        let value = call.args.first().map(|arg| self.value(arg, fields));
        self.in_aggregate = outer;
        if let (Some(arg), Some(value), Some(around)) =
            (call.args.first(), &value, self.outers.last())
        {
            if mentions(value, around) && !mentions(value, fields) {
                return self.error(
                    arg,
                    "an aggregate in a subquery is one of its rows, and this is a value of the row around, the same for all of them: write `outer(…)` without the aggregate, or name a field of the subquery's rows",
                );
            }
        }
        let separator = call.args.iter().nth(1).map(|arg| {
            let separator = self.right(arg, fields);
            quote!(, #separator)
        });
        let at = Span::mixed_site().located_at(at);
        quote_spanned!(at=> #function(#value #separator))
    }

    /// The same of those rows alone that meet a condition.
    pub(super) fn aggregate_filter(
        &mut self,
        call: &ExprMethodCall,
        aggregate: TokenStream,
        fields: &Ident,
    ) -> TokenStream {
        let [condition] = &call.args.iter().collect::<Vec<_>>()[..] else {
            return self.error(
                &call.method,
                "`filter` takes one condition: join them by `&&`",
            );
        };
        let outer = std::mem::replace(&mut self.in_aggregate, true);
        let condition = self.condition(condition, fields);
        self.in_aggregate = outer;
        let method = runtime::at("only_where", call.method.span());
        quote!(#aggregate.#method(#condition))
    }
}
