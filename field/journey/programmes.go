// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"crypto/sha256"
	"sync"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Published is one version of a programme, in the commons. Its story's id is the first half of the file's hash.
type Published struct {
	Programme string                           `cbor:"1,keyasint"`           // its id
	Hash      [32]byte                         `cbor:"2,keyasint"`           // SHA-256 of Source
	Source    []byte                           `cbor:"3,keyasint"`           // the file, as it was read
	Day       clock.Day                        `cbor:"4,keyasint"`           // on which it was published
	By        id.ID                            `cbor:"5,keyasint,omitempty"` // who published it
	Forms     register.Held[map[string][]byte] `cbor:"6,keyasint,omitzero"`  // the files of its forms, by id; none where it was published without
	Before    []FormsUntil                     `cbor:"7,keyasint,omitempty"` // the forms that it had before, in the order in which they went
	Words     register.Held[map[string][]byte] `cbor:"8,keyasint,omitzero"`  // the files of its words, by language; none where it was published without
}

// FormsUntil are files of forms as a version had them until a moment: those that are others since, or gone. Until is the stamp of
// the fact that replaced them; Files are by id of the form.
type FormsUntil struct {
	_     struct{} `cbor:",toarray"`
	Until clock.Stamp
	Files map[string][]byte
}

// InForce says which version of a programme new journeys walk. Its story's id is drawn from the programme's id. Programme is its
// id, Hash the SHA-256 of the version's file; two where two offices published unseen of one another, and the later governs.
type InForce struct {
	Programme string                  `cbor:"1,keyasint"`
	Hash      register.Held[[32]byte] `cbor:"2,keyasint"`
}

// The lists of the commons under which programmes are found.
var (
	ProgrammesInForce = register.List{Name: "programmes"}         // programmes, by their ids
	VersionsOf        = register.List{Name: "programme_versions"} // versions, by the programme's id
)

// VersionStory and ProgrammeStory are the kinds of stories of programmes.
var (
	VersionStory   = register.NewKind("programme_version", func(p *Published, add register.Adder) { add(VersionsOf, []byte(p.Programme)) })
	ProgrammeStory = register.NewKind("programme", func(p *InForce, add register.Adder) { add(ProgrammesInForce, []byte(p.Programme)) })
)

type published struct {
	Programme string    `cbor:"1,keyasint"`
	Hash      [32]byte  `cbor:"2,keyasint"`
	Source    []byte    `cbor:"3,keyasint"`
	Day       clock.Day `cbor:"4,keyasint"` // 0: the day of the fact
}

var versionPublished = register.NewFact(VersionStory, "journey.programme_published", 1,
	func(p *Published, f *journal.Fact, r published, _ *register.None) {
		p.Programme, p.Hash, p.Source = r.Programme, r.Hash, r.Source
		p.Day, p.By = f.Day, f.Author
	})

type inForce struct {
	Programme string   `cbor:"1,keyasint"`
	Hash      [32]byte `cbor:"2,keyasint"`
}

var putInForce = register.NewFact(ProgrammeStory, "journey.programme_in_force", 1,
	func(p *InForce, f *journal.Fact, r inForce, _ *register.None) {
		p.Programme = r.Programme
		p.Hash.Put(f, "hash", r.Hash)
	})

// VersionID is the id of the story of a version.
func VersionID(hash [32]byte) id.ID {
	d, _ := id.FromBytes(hash[:id.Size])
	return d
}

// ProgrammeID is the id of the story of a programme.
func ProgrammeID(name string) id.ID { return VersionID(sha256.Sum256([]byte("programme\x00" + name))) }

// sourceName is what problems call the file of a programme.
const sourceName = "programme.yaml"

// parsed keeps programmes by the hash of their file: what a file says never changes.
var parsed sync.Map

// Parsed reads a programme, once for each file.
func Parsed(source []byte) (*programme.Programme, error) {
	hash := sha256.Sum256(source)
	if p, ok := parsed.Load(hash); ok {
		return p.(*programme.Programme), nil
	}
	p, err := programme.ParsePublished(sourceName, source, nil)
	if err != nil {
		return nil, err
	}
	parsed.Store(hash, p)
	return p, nil
}

// ProgrammeInForce returns the version of a programme that is in force. Fault: NotFound where none is.
func ProgrammeInForce(s desk.Source, programmeID string) (*programme.Programme, error) {
	f, err := desk.SeeCommons(s, ProgrammeStory, ProgrammeID(programmeID))
	if err == nil && !f.Exists {
		err = fault.New("journey.ProgrammeInForce", fault.NotFound, "desk.no_such_story", fault.Args{"kind": ProgrammeStory.Name()})
	}
	if err != nil {
		return nil, err
	}
	return ProgrammeFor(s, f.State.Hash.Value())
}

// ProgrammeFor returns a version of a programme, by the hash of its file. Fault: Undecidable where it is not on this node yet.
func ProgrammeFor(s desk.Source, hash [32]byte) (*programme.Programme, error) {
	if p, ok := parsed.Load(hash); ok {
		return p.(*programme.Programme), nil
	}
	v, err := desk.SeeCommons(s, VersionStory, VersionID(hash))
	if err != nil {
		return nil, err
	}
	if !v.Exists {
		return nil, fault.New("journey.Programme", fault.Undecidable, "journey.programme_not_here", nil)
	}
	return Parsed(v.State.Source)
}
