//! The source, and the steps one after another.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprIndex, ExprMethodCall, ExprTry, Ident, Member, RangeLimits};

use super::by_name::BY_NAME;
use super::condition::is_inline_queryset;
use super::links::link_write;
use super::projection::PROJECTIONS;
use super::{Lower, orm};
use crate::words::{DEFAULTS, FOREIGN_STEPS, GETS, ROW_WRITES, SETS, STEPS, TERMINALS, WRITES};
use crate::{runtime, suggest};

/// One step of a chain.
pub(super) enum Step<'e> {
    Call(&'e ExprMethodCall),
    Slice(&'e ExprIndex),
    /// The `?` of a step that may refuse.
    Try(&'e ExprTry),
}

/// A chain's base and its steps, first to last.
pub(super) fn unwind(mut expr: &Expr) -> (&Expr, Vec<Step<'_>>) {
    let mut steps = Vec::new();
    loop {
        match expr {
            Expr::MethodCall(call) => {
                steps.push(Step::Call(call));
                expr = &call.receiver;
            }
            Expr::Index(index) => {
                steps.push(Step::Slice(index));
                expr = &index.expr;
            }
            Expr::Try(tried) if matches!(&*tried.expr, Expr::MethodCall(call) if call.method == BY_NAME) =>
            {
                steps.push(Step::Try(tried));
                expr = &tried.expr;
            }
            Expr::Paren(paren) if matches!(*paren.expr, Expr::MethodCall(_) | Expr::Index(_)) => {
                expr = &paren.expr;
            }
            Expr::Group(group) => expr = &group.expr,
            _ => break,
        }
    }
    steps.reverse();
    (expr, steps)
}

/// Steps that take no argument.
const WITHOUT_ARGUMENTS: &[&str] = &[
    "reverse",
    "distinct",
    "boxed",
    "for_update",
    "for_share",
    "nowait",
    "skip_locked",
    "unscoped",
    "all",
    "delete",
    "refresh",
    "hard_delete",
    "with_deleted",
    "only_deleted",
];

fn is_step(name: &str) -> bool {
    // Words too short to be offered for others.
    STEPS.contains(&name) || ["of", "set"].contains(&name)
}

/// Whether a step that stands behind a write is told of by its own words.
fn tells_itself(name: &str) -> bool {
    TERMINALS.contains(&name) || DEFAULTS.contains(&name) || name == "on_conflict"
}

/// Whether a step of a chain is a step of a queryset (or meant as one).
pub(super) fn means_step(step: &Step<'_>) -> bool {
    match step {
        Step::Slice(_) | Step::Try(_) => true,
        Step::Call(call) => {
            let name = call.method.to_string();
            is_step(&name)
                || TERMINALS.contains(&name.as_str())
                || FOREIGN_STEPS.iter().any(|(foreign, _)| *foreign == name)
                // (Words so short are near too many names of a user's own methods.)
                || suggest::nearest(&name, STEPS).is_some_and(|step| !["boxed", "dates", "update", "create", "bulk_create", "bulk_update", "defaults", "all", "delete", "refresh"].contains(&step))
        }
    }
}

impl Lower {
    /// A whole queryset: `(place = start(source), fields = fields_of(&place), steps).2`.
    pub(super) fn queryset(&mut self, expr: &Expr) -> TokenStream {
        let (base, steps) = unwind(expr);
        if let Some((field, relation, call)) = link_write(base, &steps) {
            return self.links(field, relation, call, &steps[1..]);
        }
        let first = steps.iter().position(means_step).unwrap_or(steps.len());
        let source: TokenStream = match first.checked_sub(1).map(|at| &steps[at]) {
            None => quote!(#base),
            Some(Step::Call(call)) => quote!(#call),
            Some(Step::Slice(index)) => quote!(#index),
            Some(Step::Try(tried)) => quote!(#tried),
        };
        if let Expr::Field(field) = base {
            if let (Expr::Path(_), Member::Named(name)) = (&*field.base, &field.member) {
                if name == "objects" {
                    return self.unknown_step(name);
                }
            }
        }
        let (place, fields) = (self.place("qs"), self.place("f"));
        // Not at a place of ours: a wrong source is then one error, at the source, not two.
        let at = base.span();
        let writes_at_once = matches!(
            steps.get(first),
            Some(Step::Call(call)) if ROW_WRITES.iter().any(|write| call.method == write)
        );
        let start = if writes_at_once {
            quote_spanned!(at=> ::orm_core::__private::start_write(#source))
        } else {
            quote_spanned!(at=> ::orm_core::__private::start(#source))
        };
        let fields_of = orm("fields_of", base.span());
        let chain = self.steps(quote!(#place), &steps[first..], &fields);
        quote!((#place = #start, #fields = #fields_of(&#place), #chain).2)
    }

    /// The steps, as calls of the builder.
    pub(super) fn steps(
        &mut self,
        mut chain: TokenStream,
        steps: &[Step<'_>],
        fields: &Ident,
    ) -> TokenStream {
        for (at, step) in steps.iter().enumerate() {
            if let Step::Call(call) = step {
                let rest = &steps[at + 1..];
                if GETS.contains(&&*call.method.to_string()) {
                    return self.gets(chain, call, rest, fields);
                }
                if let (true, Some(Step::Call(next))) = (call.method == "bulk_create", rest.first())
                {
                    if next.method == "on_conflict" {
                        let chain = self.call(chain, call, fields);
                        return self.on_conflict(chain, next, &rest[1..], fields);
                    }
                }
            }
            let call = match step {
                Step::Call(call) => call,
                Step::Slice(index) => {
                    chain = self.slice(chain, index);
                    continue;
                }
                Step::Try(tried) => {
                    let mark = tried.question_token;
                    chain = quote!(#chain #mark);
                    continue;
                }
            };
            if call.method == BY_NAME && !matches!(steps.get(at + 1), None | Some(Step::Try(_))) {
                self.error(
                    &call.method,
                    "a name may be refused: write `?` behind `order_by_name(…)`, before the next step",
                );
            }
            let writes = WRITES.iter().any(|write| call.method == write);
            if let (true, Some(next)) = (writes, steps.get(at + 1)) {
                let next: &dyn quote::ToTokens = match next {
                    Step::Call(next) if tells_itself(&next.method.to_string()) => {
                        self.call(chain, call, fields);
                        return self.call(TokenStream::new(), next, fields);
                    }
                    Step::Call(next) => &next.method,
                    Step::Slice(index) => &index.index,
                    Step::Try(tried) => &tried.question_token,
                };
                let message = format!(
                    "`{}` comes last: it is of the rows that the steps before it gave",
                    call.method
                );
                self.error(next, message);
            }
            if call.method == "on_conflict" {
                return self.unknown_step(&call.method);
            }
            let projects = PROJECTIONS.contains(&call.method.to_string().as_str());
            chain = self.call(chain, call, fields);
            let rest = &steps[at + 1..];
            if projects && !rest.is_empty() {
                // Later steps speak of what was selected as well.
                let (place, fields) = (self.place("qs"), self.place("f"));
                let fields_of = orm("fields_of", call.method.span());
                let rest = self.steps(quote!(#place), rest, &fields);
                return quote!((#place = #chain, #fields = #fields_of(&#place), #rest).2);
            }
        }
        chain
    }

    /// `get_or_create` and `update_or_create`, with the defaults behind them.
    fn gets(
        &mut self,
        chain: TokenStream,
        call: &ExprMethodCall,
        rest: &[Step<'_>],
        fields: &Ident,
    ) -> TokenStream {
        let mut more = Vec::new();
        for step in rest {
            match step {
                Step::Call(next) if DEFAULTS.contains(&&*next.method.to_string()) => {
                    more.push(*next)
                }
                other => {
                    let next: &dyn quote::ToTokens = match other {
                        Step::Call(next) => &next.method,
                        Step::Slice(index) => &index.index,
                        Step::Try(tried) => &tried.question_token,
                    };
                    return self.error(
                        next,
                        format!(
                            "after `{}` come its `defaults(…)`, and nothing else",
                            call.method
                        ),
                    );
                }
            }
        }
        self.get_or_create(chain, call, &more, fields)
    }

    fn call(&mut self, chain: TokenStream, call: &ExprMethodCall, fields: &Ident) -> TokenStream {
        let name = call.method.to_string();
        let method = &runtime::at(&name, call.method.span());
        if let (Some(turbofish), true) = (&call.turbofish, name != "boxed") {
            self.error(turbofish, "a step takes no type parameters");
        }
        let wants_arguments = name != "boxed" && !WITHOUT_ARGUMENTS.contains(&name.as_str());
        if is_step(&name) && wants_arguments == call.args.is_empty() {
            let message = match (wants_arguments, name.as_str()) {
                (true, _) => format!("`{name}` needs an argument"),
                (false, "distinct") => {
                    "`distinct` takes no argument; the first row of each is PostgreSQL's \
                     `.order_by(…).distinct_on(…)`"
                        .to_owned()
                }
                (false, _) => format!("`{name}` takes no argument"),
            };
            return self.error(method, message);
        }
        match name.as_str() {
            "filter" | "exclude" => {
                let mut all = call.args.iter();
                let first = all.next().map(|arg| self.condition(arg, fields));
                let condition = all.fold(first.unwrap_or_default(), |before, arg| {
                    let (and, next) = (orm("and", arg.span()), self.condition(arg, fields));
                    quote!(#and(#before, #next))
                });
                quote!(#chain.#method(#condition))
            }
            "order_by" => {
                let terms: Vec<TokenStream> = call
                    .args
                    .iter()
                    .map(|term| self.order(term, fields))
                    .collect();
                let terms = terms
                    .iter()
                    .rev()
                    .fold(quote!(()), |rest, term| quote!((#term, #rest)));
                quote!(#chain.#method(#terms))
            }
            "for_tenant" => {
                let [tenant] = &call.args.iter().collect::<Vec<_>>()[..] else {
                    return self.error(method, "`for_tenant` takes one value");
                };
                let tenant = self.rust(tenant);
                quote!(#chain.#method(#tenant))
            }
            "boxed" => match &call.turbofish {
                Some(database) => quote!(#chain.#method #database ()),
                None => self.error(
                    method,
                    "`boxed` is for one database, which it is told: `.boxed::<Sqlite>()`, with \
                     `use diesel::sqlite::Sqlite`",
                ),
            },
            BY_NAME => self.order_by_name(chain, call, fields),
            "distinct_on" => self.distinct_on(chain, call, fields),
            "dates" | "datetimes" => self.starts(chain, call, fields),
            "update" => self.update(chain, call, fields),
            "set" => self.patch(chain, call),
            "create" => self.create(chain, call, fields),
            "bulk_create" => match &call.args.iter().collect::<Vec<_>>()[..] {
                [rows] if !matches!(rows, Expr::Assign(_)) => {
                    quote_spanned!(method.span()=> #chain.#method(#rows))
                }
                _ => self.error(
                    method,
                    "`bulk_create` takes the rows, a `Vec` or any iterator of them: `bulk_create(rows)`",
                ),
            },
            "bulk_update" => self.bulk_update(chain, call, fields),
            "only" | "defer" => self.fields_of_rows(chain, call, fields),
            set if SETS.contains(&set) => call.args.iter().fold(chain, |chain, other| {
                if is_inline_queryset(other) {
                    return self.error(
                        other,
                        format!("the other side is a queryset of its own: `{name}(queryset!(…))`"),
                    );
                }
                quote!(#chain.#method(#other))
            }),
            alone if WITHOUT_ARGUMENTS.contains(&alone) => quote!(#chain.#method()),
            "of" => call.args.iter().fold(chain, |chain, arg| {
                let path = self.lock_path(arg, fields);
                quote!(#chain.#method(#path))
            }),
            "select_related" => call.args.iter().fold(chain, |chain, arg| {
                let path = self.select_path(arg, fields);
                quote!(#chain.#method(#path))
            }),
            "prefetch_related" => call.args.iter().fold(chain, |chain, arg| {
                self.prefetch(chain, method, arg, fields)
            }),
            defaults if DEFAULTS.contains(&defaults) => self.error(
                method,
                format!("`{defaults}` stands behind `get_or_create(…)` or `update_or_create(…)`"),
            ),
            projection if PROJECTIONS.contains(&projection) => self.projection(chain, call, fields),
            "latest" | "earliest" if !call.args.is_empty() => self.outermost(call),
            _ => self.unknown_step(&call.method),
        }
    }

    /// `latest(date)`, with the user's own columns in the hint.
    fn outermost(&mut self, call: &ExprMethodCall) -> TokenStream {
        let (name, latest) = (&call.method, call.method == "latest");
        let turned = |arg: &Expr| {
            let text = quote!(#arg).to_string().replace(" . ", ".");
            match (text.strip_prefix("- "), latest) {
                (Some(column), true) => column.to_owned(),
                (None, true) => format!("-{text}"),
                (Some(column), false) => format!("-{column}"),
                (None, false) => text,
            }
        };
        let terms: Vec<String> = call.args.iter().map(turned).collect();
        let order = terms.join(", ");
        self.error(
            name,
            format!("`{name}` is `.order_by({order})`, and `.first(&mut conn)` outside the macro"),
        )
    }

    fn unknown_step(&mut self, method: &Ident) -> TokenStream {
        let name = method.to_string();
        if TERMINALS.contains(&name.as_str()) {
            return self.error(
                method,
                format!(
                    "`{name}` takes a connection, and whatever takes a connection goes outside: \
                     `queryset!(…).{name}(&mut conn)`"
                ),
            );
        }
        if let Some((_, ours)) = FOREIGN_STEPS.iter().find(|(foreign, _)| *foreign == name) {
            return self.error(method, format!("`{name}` is no step of a queryset: {ours}"));
        }
        self.diags.unknown("step", method, STEPS);
        TokenStream::new()
    }

    fn slice(&mut self, chain: TokenStream, index: &ExprIndex) -> TokenStream {
        let Expr::Range(range) = &*index.index else {
            return self.error(
                &index.index,
                "a slice is `[a..b]`, `[..b]` or `[a..]`; one row is `.first(&mut conn)` or `.get(&mut conn)`",
            );
        };
        if let RangeLimits::Closed(_) = range.limits {
            return self.error(
                &range.limits,
                "a slice's end is not included: write `..` and a number one higher",
            );
        }
        for side in [&range.start, &range.end].into_iter().flatten() {
            if let Expr::Unary(unary) = &**side {
                if matches!(unary.op, syn::UnOp::Neg(_)) {
                    return self.error(
                        side,
                        "a slice counts from the start: order the other way round, or write `.last(&mut conn)`",
                    );
                }
            }
        }
        let bound = |side: &Expr| {
            let bound = orm("bound", side.span());
            quote!(#bound(#side))
        };
        let method = |name: &str| runtime::at(name, range.span());
        match (&range.start, &range.end) {
            (Some(start), Some(end)) => {
                let (method, start, end) = (method("slice_between"), bound(start), bound(end));
                quote!(#chain.#method(#start, #end))
            }
            (Some(start), None) => {
                let (method, start) = (method("slice_from"), bound(start));
                quote!(#chain.#method(#start))
            }
            (None, Some(end)) => {
                let (method, end) = (method("slice_to"), bound(end));
                quote!(#chain.#method(#end))
            }
            (None, None) => chain,
        }
    }

    /// A path, or a path and an inner queryset.
    fn prefetch(
        &mut self,
        chain: TokenStream,
        method: &Ident,
        arg: &Expr,
        fields: &Ident,
    ) -> TokenStream {
        if let Expr::Assign(assign) = arg {
            return self.prefetch_named(chain, method, assign, fields);
        }
        let (base, steps) = unwind(arg);
        if steps.is_empty() {
            let path = self.prefetch_path(base, fields);
            return quote!(#chain.#method(#path));
        }
        let path = self.prefetch_path(base, fields);
        let (hops, place, inner_fields) = (self.place("path"), self.place("qs"), self.place("f"));
        let (inner, fields_of) = (orm("inner", base.span()), orm("fields_of", base.span()));
        // A query of its own, which sees no row around.
        let outers = std::mem::take(&mut self.outers);
        let depth = std::mem::take(&mut self.depth);
        let steps = self.steps(quote!(#place), &steps, &inner_fields);
        (self.outers, self.depth) = (outers, depth);
        let method = Ident::new("prefetch_with", method.span());
        quote!(#chain.#method(
            (#hops = #path, #hops).1,
            (#place = #inner(#hops), #inner_fields = #fields_of(&#place), #steps).2
        ))
    }
}
