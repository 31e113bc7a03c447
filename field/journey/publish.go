// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"crypto/sha256"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/register"
)

// MaxProgramme bounds a programme file, in bytes.
const MaxProgramme = 1 << 20

// Publish puts a version of a programme in force for new journeys. Journeys that walk an older version stay on it until they are
// migrated (Migrate), and a version to which those that stand somewhere could not be migrated is refused: it says which step, and how many
// journeys stand on it. Where the file stays as it is and a form is another, the version in force has the new form from then on: what was
// filled in already keeps the form that it was filled in on. It is a command of the commons.
type Publish struct {
	Source []byte            // the programme's file, at most MaxProgramme bytes
	Forms  map[string][]byte // the files of its forms, by id: all of them; none to leave them as the version in force has them
	Words  map[string][]byte // the files of its words, by language: all of them; none to leave them as the version in force has them
	Of     string            // the programme that the file must be a version of; "" for any
}

// Act is the act of publishing.
func (Publish) Act() access.Act { return access.ProgrammePublish }

// Decide checks the file, its forms and its words, alone and against the versions that journeys walk, and records them.
func (c Publish) Decide(tx *desk.Tx) error {
	const op = "journey.Publish"
	p, err := c.sound(op, tx)
	if err != nil {
		return err
	}
	problems, err := objections(p, tx)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return refusedVersion(op, problems)
	}
	return c.record(tx, p)
}

// commons is what a version is judged by: the versions there are, and how many journeys of this node stand where. A command and a query
// read it alike.
type commons interface {
	desk.Source
	CountAcross(list register.List, prefix []byte) (int64, error)
}

// sound reads the file and its forms, and refuses what is wrong with them whoever walks where.
func (c Publish) sound(op string, s commons) (*programme.Programme, error) {
	p, err := c.read(op, s)
	if err == nil {
		err = c.soundForms(op, s, p)
	}
	if err == nil {
		err = readableWords(op, c.Words)
	}
	return p, err
}

// read reads the file: one that was published as it stands, with other forms or words perhaps, as what was published is read for ever; any other as the
// checker reads what is handed in.
func (c Publish) read(op string, s desk.Source) (*programme.Programme, error) {
	v, err := desk.SeeCommons(s, VersionStory, VersionID(sha256.Sum256(c.Source)))
	if err != nil {
		return nil, err
	}
	if v.Exists && (c.Of == "" || c.Of == v.State.Programme) {
		if p, err := Parsed(v.State.Source); err == nil {
			return p, nil
		}
	}
	return versionOf(op, c.Of, c.Source)
}

// readable reads a programme file of somebody who wants to publish it. The problems in it are the cause of the fault. What is read is not
// kept: it may be one of many drafts.
func readable(op string, source []byte) (*programme.Programme, error) {
	if len(source) > MaxProgramme {
		return nil, fault.New(op, fault.Invalid, "programme.too_large", fault.Args{"max": MaxProgramme})
	}
	p, err := programme.Parse(sourceName, source)
	if err != nil {
		return nil, fault.New(op, fault.Invalid, "programme.unsound", nil).Because(err)
	}
	return p, nil
}

// versionOf reads a programme file that must be a version of a programme; "" for any.
func versionOf(op, of string, source []byte) (*programme.Programme, error) {
	p, err := readable(op, source)
	if err == nil && of != "" && p.ID != of {
		err = fault.New(op, fault.Invalid, "programme.another", fault.Args{"programme": p.ID, "expected": of})
	}
	return p, err
}

// record records a version and its forms where they are new, and puts it in force where it is not.
func (c Publish) record(tx *desk.Tx, p *programme.Programme) error {
	version, err := desk.Get(tx, VersionStory, VersionID(p.Hash()))
	if err != nil {
		return err
	}
	present, err := desk.Get(tx, ProgrammeStory, ProgrammeID(p.ID))
	if err != nil {
		return err
	}
	if !version.Exists {
		if err := tx.Record(versionPublished.Draft(version.ID, clock.NoDay, published{Programme: p.ID, Hash: p.Hash(), Source: p.Bytes()})); err != nil {
			return err
		}
	}
	err = c.recordForms(tx, version, p.ID)
	if err == nil {
		err = c.recordWords(tx, version, p.ID)
	}
	if err != nil || present.State.Hash.Value() == p.Hash() {
		return err
	}
	d := putInForce.Draft(present.ID, clock.NoDay, inForce{p.ID, p.Hash()})
	return tx.Record(d.Replacing("hash", present.State.Hash.Seen()))
}

// versionsOf returns the versions of a programme.
func versionsOf(s commons, programmeID string) ([]*Published, error) {
	found, err := desk.Listed(s, VersionsOf, []byte(programmeID), maxVersions)
	if err != nil {
		return nil, err
	}
	all := make([]*Published, len(found))
	for i, of := range found {
		v, err := desk.SeeCommons(s, VersionStory, of)
		if err != nil {
			return nil, err
		}
		all[i] = v.State
	}
	return all, nil
}

// objections returns what stands against a version: for each older one that journeys walk, what those who stand there could not survive.
// It counts in an index, and only where the files differ in a way that matters.
func objections(p *programme.Programme, s commons) (programme.Problems, error) {
	versions, err := versionsOf(s, p.ID)
	if err != nil {
		return nil, err
	}
	var all programme.Problems
	for _, v := range versions {
		if v.Hash == p.Hash() {
			continue
		}
		problems, err := objectionsOf(v, p, s)
		if err != nil {
			return nil, err
		}
		all = append(all, problems...)
	}
	return all, nil
}

// objectionsOf compares one version that journeys walk with a new one.
func objectionsOf(v *Published, p *programme.Programme, s commons) (programme.Problems, error) {
	old, err := Parsed(v.Source)
	if err != nil {
		return nil, fault.New("journey.Publish", fault.Undecidable, "journey.version_unreadable", fault.Args{"day": v.Day.String()}).Because(err)
	}
	var failed error
	_, problems := programme.Migration(old, p, func(ref programme.StepRef) int {
		n, err := s.CountAcross(ByStep, StepKey(v.Hash, ref.Pathway, ref.Step))
		if err != nil {
			failed = err
		}
		return int(n)
	})
	return problems, failed
}

// refusedVersion is the fault of a version that journeys could not be migrated to. It names the first step, and how many stand on it; the
// cause is all that stands against it.
func refusedVersion(op string, problems programme.Problems) error {
	first := problems[0]
	key := "journey.step_changed"
	switch first.Key {
	case "programme.step_removed":
		key = "journey.step_removed"
	case "programme.pathway_removed":
		key = "journey.pathway_removed"
	}
	return fault.New(op, fault.Blocked, key, fault.Args{"step": first.Args["step"], "pathway": first.Args["pathway"],
		"count": first.Args["count"]}).WithHint(key + "_hint").Because(problems)
}
