// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"github.com/fxamacker/cbor/v2"
)

// The one encoding of everything that is hashed, sealed or compared: deterministic CBOR, and a decoder that refuses what
// such an encoder would not write twice (duplicate keys) or what is too large to be honest.
var (
	encoding = must(cbor.EncOptions{
		Sort:          cbor.SortCoreDeterministic,
		IndefLength:   cbor.IndefLengthForbidden,
		ShortestFloat: cbor.ShortestFloat16,
		NaNConvert:    cbor.NaNConvert7e00,
		InfConvert:    cbor.InfConvertFloat16,
		Time:          cbor.TimeUnix,
		NilContainers: cbor.NilContainerAsEmpty,
	}.EncMode())
	decoding = must(cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		IndefLength:      cbor.IndefLengthForbidden,
		MaxArrayElements: 1 << 20,
		MaxMapPairs:      1 << 20,
		MaxNestedLevels:  32,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err) // the options above are constants: this cannot happen to a user
	}
	return v
}

// Encode returns the deterministic CBOR of v.
func Encode(v any) ([]byte, error) { return encoding.Marshal(v) }

// Decode reads CBOR into v.
func Decode(b []byte, v any) error { return decoding.Unmarshal(b, v) }

func mustEncode(v any) []byte { return must(encoding.Marshal(v)) }
