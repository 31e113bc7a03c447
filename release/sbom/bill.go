// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"runtime/debug"
	"strings"
)

// The names and the order of the fields are those of the CycloneDX 1.6 JSON schema.
type (
	bill struct {
		Format       string       `json:"bomFormat"`
		SpecVersion  string       `json:"specVersion"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		PURL       string     `json:"purl,omitempty"`
		Licences   []licence  `json:"licenses,omitempty"`
		Properties []property `json:"properties,omitempty"`
	}
	licence struct {
		License struct {
			ID string `json:"id"`
		} `json:"license"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	dependency struct {
		Ref       string   `json:"ref"`
		DependsOn []string `json:"dependsOn"`
	}
)

// billOf lists what the linker noted: the program, its modules, the standard library.
func billOf(info *debug.BuildInfo, version string) bill {
	var apache licence
	apache.License.ID = "Apache-2.0"
	program := component{Type: "application", Ref: "safar", Name: "safar", Version: version, Licences: []licence{apache}}
	for _, s := range info.Settings {
		switch s.Key {
		case "GOOS", "GOARCH", "CGO_ENABLED", "-trimpath":
			program.Properties = append(program.Properties, property{"go:" + strings.TrimPrefix(s.Key, "-"), s.Value})
		}
	}
	goVersion := strings.TrimPrefix(info.GoVersion, "go")
	components := []component{module("std", goVersion, "")}
	for _, m := range info.Deps {
		for m.Replace != nil {
			m = m.Replace
		}
		components = append(components, module(m.Path, m.Version, m.Sum))
	}
	uses := dependency{Ref: program.Ref}
	for _, c := range components {
		uses.DependsOn = append(uses.DependsOn, c.Ref)
	}
	return bill{Format: "CycloneDX", SpecVersion: "1.6", Version: 1, Metadata: metadata{program}, Components: components,
		Dependencies: []dependency{uses}}
}

// module describes a Go module. Its sum, the hash of the tree of its files (not of one archive), goes in as a property:
// CycloneDX's own hashes are of files.
func module(path, version, sum string) component {
	purl := "pkg:golang/" + escapePath(path) + "@" + url.QueryEscape(version)
	c := component{Type: "library", Ref: purl, Name: path, Version: version, PURL: purl}
	if raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(sum, "h1:")); err == nil && len(raw) > 0 {
		c.Properties = []property{{"go:sum", sum}, {"go:tree:sha256", hex.EncodeToString(raw)}}
	}
	return c
}

// escapePath escapes each element of a module's path and keeps the slashes, as the package-URL rules for golang ask.
func escapePath(path string) string {
	elements := strings.Split(path, "/")
	for i, element := range elements {
		elements[i] = url.PathEscape(element)
	}
	return strings.Join(elements, "/")
}
