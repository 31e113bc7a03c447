// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Source is what a rule reads through: a command's Tx, which sees what the commands before it left, or a query's Reader, which sees a
// snapshot. A rule that reads through a Source is one rule for the command that it stands against and for the page that says so beforehand.
type Source interface {
	Scope() access.Scope
	Today() clock.Day

	story(scope access.Scope, kind string, of id.ID) (*register.Story, error)
	listed(scope access.Scope, list register.List, key []byte, limit int) ([]id.ID, error)
}

// See returns a story of the scope.
func See[S any](s Source, kind register.Kind[S], story id.ID) (Found[S], error) {
	return seeIn(s, s.Scope(), kind, story)
}

// SeeCommons returns a story of the commons.
func SeeCommons[S any](s Source, kind register.Kind[S], story id.ID) (Found[S], error) {
	return seeIn(s, access.Commons, kind, story)
}

func seeIn[S any](s Source, scope access.Scope, kind register.Kind[S], story id.ID) (Found[S], error) {
	found, err := s.story(scope, kind.Name(), story)
	if err != nil {
		return Found[S]{}, err
	}
	return Found[S]{ID: story, State: found.State.(*S), Exists: found.Exists()}, nil
}

// Listed returns the stories of the scope that stand in a list under exactly this key: a query gets at most limit of them; a command gets
// all there are, for it decides.
func Listed(s Source, list register.List, key []byte, limit int) ([]id.ID, error) {
	return s.listed(s.Scope(), list, key, limit)
}

// ListedCommons is Listed for the commons.
func ListedCommons(s Source, list register.List, key []byte, limit int) ([]id.ID, error) {
	return s.listed(access.Commons, list, key, limit)
}

func (tx *Tx) story(scope access.Scope, kind string, of id.ID) (*register.Story, error) {
	tx.commons = tx.commons || scope == access.Commons
	return tx.group.story(scope, kind, of)
}

func (tx *Tx) listed(scope access.Scope, list register.List, key []byte, _ int) ([]id.ID, error) {
	return tx.group.find(scope, list, key)
}

func (r *Reader) story(scope access.Scope, kind string, of id.ID) (*register.Story, error) {
	return r.load(storyKey{scope, kind, of})
}

func (r *Reader) listed(scope access.Scope, list register.List, key []byte, limit int) ([]id.ID, error) {
	return r.find(scope, list, key, limit)
}
