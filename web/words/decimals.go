// SPDX-License-Identifier: Apache-2.0

package words

// Decimals is how many minor digits a currency has (ISO 4217): 2 for USD, 0 for UGX. Amounts that are typed are read with it.
func Decimals(currency string) int { return decimals(currency) }
