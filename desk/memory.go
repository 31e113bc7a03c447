// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"safar/kernel/register"
)

// storiesInMemory bounds how many opened stories the writer keeps between commits.
const storiesInMemory = 30_000

// memory keeps the states of stories between commits where this process is the only one that writes. Only the writer uses it.
type memory struct {
	on      bool
	stories map[storyKey]*register.Story
}

func newMemory(on bool) *memory {
	return &memory{on: on, stories: map[storyKey]*register.Story{}}
}

func (m *memory) get(key storyKey) *register.Story { return m.stories[key] }

func (m *memory) put(key storyKey, s *register.Story) {
	if !m.on {
		return
	}
	if len(m.stories) >= storiesInMemory {
		for old := range m.stories { // any: an order of use would cost more than a story read again
			delete(m.stories, old)
			if len(m.stories) < storiesInMemory*3/4 {
				break
			}
		}
	}
	m.stories[key] = s
}

func (m *memory) forget(key storyKey) { delete(m.stories, key) }
