// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"safar/kernel/fault"
)

// Mapping says which column of a file is which field. It is a small YAML file that an office edits; see the package's folder
// mappings for those that come with Safar, and Suggest for a first one.
//
// The shape of the file decides the shape of the mapping:
//
//   - a household a row, its persons in sheets of their own: households.sheet and persons[].sheet differ, and
//     persons[].household holds what stands in households.key;
//   - a person a row, the household's number repeated: both name the same sheet;
//   - a household a row, with persons in further columns: households.persons.
type Mapping struct {
	Name       string   `yaml:"mapping"`               // of the mapping itself, for people
	About      string   `yaml:"about,omitempty"`       // what files it is for
	Country    string   `yaml:"country,omitempty"`     // ISO 3166 code whose national phone numbers the file holds
	Encoding   string   `yaml:"encoding,omitempty"`    // of a CSV file, where looking does not find it
	Separator  string   `yaml:"separator,omitempty"`   // of a CSV file, where looking does not find it
	DateOrder  string   `yaml:"date_order,omitempty"`  // dmy or mdy, where the columns do not show it
	DateSystem int      `yaml:"date_system,omitempty"` // 1900 or 1904, where the workbook is wrong about itself
	Unknown    []string `yaml:"unknown,omitempty"`     // further words of this file for "no answer"
	Households *Table   `yaml:"households"`            // needed
	Persons    []Table  `yaml:"persons,omitempty"`     // nil where all stand in the households' rows
	Adds       []Table  `yaml:"adds,omitempty"`        // sheets that add answers to persons
	Leave      []string `yaml:"leave,omitempty"`       // sheets left out knowingly
	source     []byte
}

// Table is what a mapping says of one sheet.
type Table struct {
	Sheet       string             `yaml:"sheet,omitempty"`       // the only one, if left out
	HeaderRow   int                `yaml:"header_row,omitempty"`  // from 1; 0 looks for it
	ID          Columns            `yaml:"id,omitempty"`          // the source's own id
	HideID      bool               `yaml:"hide_id,omitempty"`     // of households: the id is made of names or numbers; use its hash
	Key         Columns            `yaml:"key,omitempty"`         // of households: what other sheets point at, the id if left out
	Household   Columns            `yaml:"household,omitempty"`   // of persons and adds: the household's key
	Person      Columns            `yaml:"person,omitempty"`      // of adds: the person's id
	Head        string             `yaml:"head,omitempty"`        // of persons: "first" if each household's head stands first
	Compartment string             `yaml:"compartment,omitempty"` // of answers: general, protection or medical
	Fields      map[string]Binding `yaml:"fields,omitempty"`      // by name of the field
	Answers     Columns            `yaml:"answers,omitempty"`     // columns kept as they stand
	Persons     []InRow            `yaml:"persons,omitempty"`     // of households: persons who stand in the household's row
}

// InRow is a person, or with Repeat several, who stand in the household's own row. In the columns of a repeated one {n} is
// replaced by 1, 2, …; one with no cell filled is nobody. Head says that they are the head of the household. ID is the column of
// their own id, Fields say what stands where. Repeat is at most 100; 0 is once.
type InRow struct {
	Head   bool               `yaml:"head,omitempty"`
	Repeat int                `yaml:"repeat,omitempty"`
	ID     Columns            `yaml:"id,omitempty"`
	Fields map[string]Binding `yaml:"fields"`
}

// Columns is one header or a list of them.
type Columns []string

// UnmarshalYAML takes a header or a list of headers.
func (c *Columns) UnmarshalYAML(unmarshal func(any) error) error {
	var one string
	if err := unmarshal(&one); err == nil {
		*c = Columns{one}
		return nil
	}
	var many []string
	err := unmarshal(&many)
	*c = many
	return err
}

// Binding says where a field's value stands and how it is written. In YAML it is a header, a list of headers of which the
// first filled one counts, or a table of these keys.
type Binding struct {
	Column   Columns           `yaml:"column,omitempty"`   // the first filled one counts
	Constant string            `yaml:"constant,omitempty"` // the same for every row; a filled column goes before it
	Values   map[string]string `yaml:"values,omitempty"`   // what the file writes → what Safar reads
	Required bool              `yaml:"required,omitempty"` // without a good value the whole household is refused
}

// UnmarshalYAML takes any of the three forms.
func (b *Binding) UnmarshalYAML(unmarshal func(any) error) error {
	var columns Columns
	if err := unmarshal(&columns); err == nil {
		b.Column = columns
		return nil
	}
	type plain Binding
	return unmarshal((*plain)(b))
}

// ParseMapping reads a mapping and checks what can be checked without the file. Errors are fault.Invalid, with the line and a
// caret in the argument "where".
func ParseMapping(source []byte) (*Mapping, error) {
	m := &Mapping{}
	if err := yaml.UnmarshalWithOptions(source, m, yaml.Strict()); err != nil {
		return nil, invalid("sheet.ParseMapping", "mapping_yaml",
			fault.Args{"where": yaml.FormatError(err, false, true)}).Because(err)
	}
	m.source = source
	if err := m.check(); err != nil {
		return nil, err
	}
	return m, nil
}

// wrong returns the error of one place in the mapping.
func (m *Mapping) wrong(path, name string, args fault.Args) error {
	if args == nil {
		args = fault.Args{}
	}
	args["where"] = path
	if p, err := yaml.PathString("$." + path); err == nil {
		if where, err := p.AnnotateSource(m.source, false); err == nil {
			args["where"] = string(where)
		}
	}
	return invalid("sheet.Mapping", name, args)
}

func (m *Mapping) check() error {
	switch {
	case m.Households == nil:
		return m.wrong("mapping", "mapping_no_households", nil)
	case m.Encoding != "" && !knownEncoding(strings.ToLower(m.Encoding)):
		return m.wrong("encoding", "encoding_unknown", fault.Args{"encoding": m.Encoding})
	case !slices.Contains([]string{"", "dmy", "mdy"}, m.DateOrder):
		return m.wrong("date_order", "mapping_choice", fault.Args{"value": m.DateOrder, "choices": "dmy, mdy"})
	case !slices.Contains([]int{0, 1900, 1904}, m.DateSystem):
		return m.wrong("date_system", "mapping_choice", fault.Args{"value": m.DateSystem, "choices": "1900, 1904"})
	}
	if err := m.checkTable("households", m.Households, householdNames()); err != nil {
		return err
	}
	for i := range m.Households.Persons {
		in := &m.Households.Persons[i]
		path := fmt.Sprintf("households.persons[%d]", i)
		if in.Repeat < 0 || in.Repeat > 100 {
			return m.wrong(path+".repeat", "mapping_choice", fault.Args{"value": in.Repeat, "choices": "1 … 100"})
		}
		if err := m.checkFields(path, in.Fields, personNames()); err != nil {
			return err
		}
	}
	for i := range m.Persons {
		path := fmt.Sprintf("persons[%d]", i)
		if len(m.Persons[i].Household) == 0 {
			return m.wrong(path, "mapping_no_join", nil)
		}
		if err := m.checkTable(path, &m.Persons[i], personNames()); err != nil {
			return err
		}
	}
	for i := range m.Adds {
		path := fmt.Sprintf("adds[%d]", i)
		if len(m.Adds[i].Household) == 0 || len(m.Adds[i].Person) == 0 {
			return m.wrong(path, "mapping_no_join", nil)
		}
		if err := m.checkTable(path, &m.Adds[i], nil); err != nil {
			return err
		}
	}
	return nil
}

func (m *Mapping) checkTable(path string, t *Table, names []string) error {
	if !slices.Contains([]string{"", "general", "protection", "medical"}, t.Compartment) {
		return m.wrong(path+".compartment", "mapping_choice",
			fault.Args{"value": t.Compartment, "choices": "general, protection, medical"})
	}
	if t.Head != "" && t.Head != "first" {
		return m.wrong(path+".head", "mapping_choice", fault.Args{"value": t.Head, "choices": "first"})
	}
	return m.checkFields(path, t.Fields, names)
}

func (m *Mapping) checkFields(path string, fields map[string]Binding, names []string) error {
	for _, name := range sortedKeys(fields) {
		if !slices.Contains(names, name) {
			return m.wrong(path+".fields."+name, "mapping_no_field",
				fault.Args{"field": name, "fields": strings.Join(names, ", ")})
		}
		if b := fields[name]; len(b.Column) == 0 && b.Constant == "" {
			return m.wrong(path+".fields."+name, "mapping_no_column", fault.Args{"field": name})
		}
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Options returns what the mapping knows of a CSV file, for OpenWith.
func (m *Mapping) Options() Options { return Options{Encoding: m.Encoding, Separator: m.Separator} }

//go:embed mappings/*.yaml
var shipped embed.FS

// Shipped returns the names of the mappings that come with Safar, in order.
func Shipped() []string {
	files, _ := fs.Glob(shipped, "mappings/*.yaml") // the pattern is a constant and well-formed
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = strings.TrimSuffix(strings.TrimPrefix(f, "mappings/"), ".yaml")
	}
	return names
}

// ShippedMapping returns a mapping that comes with Safar; fault.NotFound if there is none of that name.
func ShippedMapping(name string) (*Mapping, error) {
	source, err := shipped.ReadFile("mappings/" + name + ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New("sheet.ShippedMapping", fault.NotFound, "sheet.file.no_mapping", fault.Args{"name": name}).WithHint("sheet.mend.no_mapping")
	} else if err != nil {
		return nil, fault.Wrap("sheet.ShippedMapping", err)
	}
	return ParseMapping(source)
}
