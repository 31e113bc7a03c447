// SPDX-License-Identifier: Apache-2.0

// Package grammar holds every SQL statement of Safar to the rules that let its tables be spread over many machines by
// scope, and let one text run on SQLite and PostgreSQL. It reads statements with PostgreSQL's own grammar. Tests alone use it.
//
// The rules, each met by refusals of a real engine (Citus 13, YugabyteDB, CockroachDB) or by the two we run on:
//
//   - The scope leads: every primary key, unique constraint or index and foreign key begins with column scope, and no
//     statement changes it. Tables that live whole on every node are named as local.
//   - Ids and times are parameters: no sequences, identities, serials, no now() and no random().
//   - Nothing acts by itself or outside the transaction: no triggers, rules, functions, LISTEN, NOTIFY, advisory locks.
//   - Nothing a sharded engine refuses: no partitions, inheritance, deferrable or exclusion constraints, MERGE, domains, TABLESAMPLE,
//     SELECT … FOR UPDATE, nor a recursive query that names no scope.
package grammar

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	pgquery "github.com/wasilibs/go-pgquery"

	"safar/kernel/store"
)

// Rules are the rules with what is exempt from "the scope leads".
type Rules struct {
	// Local names the tables that are whole on every node: small, or of this node alone.
	Local []string
}

// Local are the tables of the store itself.
var Local = []string{"schema_version"}

// Check fails the test for each statement that breaks a rule. Statements are as store.Tx or store.Schema takes them.
func Check(tb testing.TB, statements ...string) {
	tb.Helper()
	Rules{}.Check(tb, statements...)
}

// Check fails the test for each statement that breaks a rule.
func (r Rules) Check(tb testing.TB, statements ...string) {
	tb.Helper()
	for _, statement := range statements {
		if err := r.Statement(statement); err != nil {
			tb.Errorf("%v\nin: %s", err, strings.TrimSpace(statement))
		}
	}
}

// Statement returns every rule that one statement breaks, joined; nil if none.
func (r Rules) Statement(statement string) error {
	text, err := pgquery.ParseToJSON(store.Dialects(statement)["postgres"])
	if err != nil {
		return fmt.Errorf("PostgreSQL cannot read it: %w", err)
	}
	var tree struct {
		Stmts []struct{ Stmt map[string]any }
	}
	if err := json.Unmarshal([]byte(text), &tree); err != nil {
		return err
	}
	if len(tree.Stmts) != 1 {
		return fmt.Errorf("one statement at a time, not %d", len(tree.Stmts))
	}
	w := walker{local: slices.Concat(Local, r.Local)}
	w.walk(tree.Stmts[0].Stmt)
	return errors.Join(w.broken...)
}

// node is a node of PostgreSQL's parse tree: its fields by name.
type node map[string]any

func (n node) text(field string) string { s, _ := n[field].(string); return s }
func (n node) is(field string) bool     { b, _ := n[field].(bool); return b }

// names returns the strings of a list of String nodes, such as the columns of a key.
func (n node) names(field string) []string {
	var names []string
	list, _ := n[field].([]any)
	for _, item := range list {
		if s, ok := item.(map[string]any)["String"].(map[string]any); ok {
			names = append(names, node(s).text("sval"))
		}
	}
	return names
}

func (n node) list(field, kind string) []node {
	var found []node
	items, _ := n[field].([]any)
	for _, item := range items {
		if m, ok := item.(map[string]any)[kind].(map[string]any); ok {
			found = append(found, m)
		}
	}
	return found
}

func (n node) child(field string) node { m, _ := n[field].(map[string]any); return m }

type walker struct {
	local  []string
	table  string // that is being made or changed
	column string // whose constraints are walked
	broken []error
}

func (w *walker) refuse(format string, args ...any) {
	w.broken = append(w.broken, fmt.Errorf(format, args...))
}

// walk visits every node, in order of field, and holds it to its rule.
func (w *walker) walk(value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			w.walk(item)
		}
	case map[string]any:
		fields := make([]string, 0, len(v))
		for field := range v {
			fields = append(fields, field)
		}
		slices.Sort(fields)
		for _, field := range fields {
			if m, ok := v[field].(map[string]any); ok {
				w.hold(field, m)
			}
			w.walk(v[field])
			if field == "ColumnDef" {
				w.column = ""
			}
		}
	}
}

// refusedNodes are what no statement may hold, with why.
var refusedNodes = map[string]string{
	"CreateSeqStmt": "sequences: ids are made by the program", "AlterSeqStmt": "sequences: ids are made by the program",
	"CreateTrigStmt": "triggers", "CreateEventTrigStmt": "triggers", "RuleStmt": "rules", "CreateFunctionStmt": "functions",
	"DoStmt": "code in the database", "CreateDomainStmt": "domains", "CreateEnumStmt": "types of its own",
	"CompositeTypeStmt": "types of its own", "CreateExtensionStmt": "extensions", "ListenStmt": "LISTEN", "NotifyStmt": "NOTIFY",
	"UnlistenStmt": "LISTEN", "MergeStmt": "MERGE", "LockStmt": "table locks", "partspec": "partitions", "partbound": "partitions",
	"PartitionCmd": "partitions", "RangeTableSample": "TABLESAMPLE", "LockingClause": "SELECT … FOR UPDATE across shards",
	"SQLValueFunction": "the server's clock or user: times are parameters", "TransactionStmt": "transactions of its own",
	"VariableSetStmt": "settings", "CopyStmt": "COPY", "CreateTableAsStmt": "CREATE TABLE AS",
}

func (w *walker) hold(kind string, n node) {
	if why, refused := refusedNodes[kind]; refused {
		w.refuse("%s cannot be used", why)
	}
	switch kind {
	case "CreateStmt":
		w.createTable(n)
	case "AlterTableStmt":
		w.table = n.child("relation").text("relname")
	case "ColumnDef":
		w.column = n.text("colname")
	case "Constraint":
		w.constraint(n)
	case "IndexStmt":
		w.index(n)
	case "typeName", "TypeName":
		if names := n.names("names"); len(names) > 0 && strings.Contains(names[len(names)-1], "serial") {
			w.refuse("%s: ids are made by the program", names[len(names)-1])
		}
	case "FuncCall":
		w.function(n)
	case "UpdateStmt", "onConflictClause":
		w.assignments(n)
	case "withClause":
		w.recursion(n)
	}
}

func (w *walker) isLocal() bool { return slices.Contains(w.local, w.table) }

func (w *walker) createTable(n node) {
	w.table = n.child("relation").text("relname")
	if _, inherits := n["inhRelations"]; inherits {
		w.refuse("inheritance cannot be used")
	}
	keys := n.list("tableElts", "Constraint")
	for _, column := range n.list("tableElts", "ColumnDef") {
		keys = append(keys, column.list("constraints", "Constraint")...)
	}
	if !slices.ContainsFunc(keys, func(c node) bool { return c.text("contype") == "CONSTR_PRIMARY" }) {
		w.refuse("table %s has no primary key", w.table)
	}
}

func (w *walker) constraint(n node) {
	contype := n.text("contype")
	if n.is("deferrable") || n.is("initdeferred") || strings.HasPrefix(contype, "CONSTR_ATTR_DEFER") {
		w.refuse("deferrable constraints cannot be used")
	}
	keys := n.names("keys")
	if len(keys) == 0 && w.column != "" {
		keys = []string{w.column}
	}
	switch contype {
	case "CONSTR_IDENTITY":
		w.refuse("identity columns: ids are made by the program")
	case "CONSTR_EXCLUSION":
		w.refuse("exclusion constraints cannot be used")
	case "CONSTR_PRIMARY":
		w.scopeFirst("the primary key", keys)
	case "CONSTR_UNIQUE":
		w.scopeFirst("a unique constraint", keys)
	case "CONSTR_FOREIGN":
		w.scopeFirst("a foreign key", n.names("fk_attrs"))
		w.scopeFirst("what a foreign key refers to", n.names("pk_attrs"))
	}
}

func (w *walker) scopeFirst(what string, columns []string) {
	if !w.isLocal() && (len(columns) == 0 || columns[0] != "scope") {
		w.refuse("%s of table %s must begin with scope, not %v", what, w.table, columns)
	}
}

func (w *walker) index(n node) {
	w.table = n.child("relation").text("relname")
	if !n.is("unique") {
		return
	}
	var columns []string
	for _, element := range n.list("indexParams", "IndexElem") {
		columns = append(columns, element.text("name"))
	}
	w.scopeFirst("a unique index", columns)
}

// refusedFunctions differ from call to call, or reach outside the transaction.
var refusedFunctions = []string{"now", "clock_timestamp", "statement_timestamp", "transaction_timestamp", "timeofday", "random",
	"setseed", "gen_random_uuid", "uuid_generate_v4", "uuidv7", "nextval", "currval", "lastval", "setval", "pg_notify",
	"txid_current", "pg_current_xact_id", "pg_sleep", "randomblob", "strftime", "datetime", "julianday", "unixepoch"}

func (w *walker) function(n node) {
	names := n.names("funcname")
	if len(names) == 0 {
		return
	}
	name := names[len(names)-1]
	if slices.Contains(refusedFunctions, name) || strings.Contains(name, "advisory") {
		w.refuse("%s() cannot be used: times, ids and chance are parameters, and locks are the transaction's", name)
	}
}

func (w *walker) assignments(n node) {
	for _, target := range n.list("targetList", "ResTarget") {
		if target.text("name") == "scope" {
			w.refuse("the scope of a row never changes")
		}
	}
}

func (w *walker) recursion(n node) {
	if !n.is("recursive") {
		return
	}
	text, _ := json.Marshal(n)
	if !strings.Contains(string(text), `"sval":"scope"`) {
		w.refuse("a recursive query must name the scope it stays in")
	}
}
